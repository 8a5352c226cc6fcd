import { existsSync, globSync, readFileSync } from 'node:fs';
import { cgroupOf } from './run-folder.ts';

/** Processes, mounts, cgroups and files that belong to a private Docker. */
export function tracesOf(folder: string): readonly string[] {
  const mine = [folder, cgroupOf(folder)];
  const isMine = (file: string): boolean => {
    try {
      const text = readFileSync(file, 'utf8');
      return mine.some((name) => text.includes(name));
    } catch {
      return false; // has ended meanwhile
    }
  };
  const own = `/proc/${process.pid}/`;
  return [
    ...globSync(['/proc/[0-9]*/cgroup', '/proc/[0-9]*/cmdline', '/proc/[0-9]*/mountinfo']).filter(
      (file) => isMine(file) && !file.startsWith(own),
    ),
    ...(isMine('/proc/self/mountinfo') ? ['mounts'] : []),
    ...globSync(`/sys/fs/cgroup/*/${cgroupOf(folder)}`),
    ...(existsSync(folder) ? [folder] : []),
  ];
}
