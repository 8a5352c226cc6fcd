import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process as it is told from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the words of the operating system, with the boot it belongs to. */
  readonly started: string;
  /** Program and arguments, joined by spaces; empty while it ends. */
  readonly command: string;
}

/** Who has this number now; undefined when nobody has, or only a zombie, which has ended and waits to be collected. */
export async function findProcess(pid: number): Promise<ProcessIdentity | undefined> {
  return process.platform === 'linux' ? findInProc(pid) : findWithPs(pid);
}

/** Whether the process still runs, and is the one that was recorded. */
export async function isStillRunning(recorded: ProcessIdentity): Promise<boolean> {
  const found = await findProcess(recorded.pid);
  return found?.started === recorded.started && (found.command === recorded.command || found.command === '');
}

async function findInProc(pid: number): Promise<ProcessIdentity | undefined> {
  try {
    const [stat, commandLine, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    ]);
    // proc_pid_stat(5): the name in parentheses may hold anything; after it, state is field 3 and starttime field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // The first thread is a zombie already while others still end, and hold ports and files until they have.
    if (fields[0] === 'Z' && (await readdir(`/proc/${pid}/task`)).length <= 1) return undefined;
    return { pid, started: `${boot.trim()}/${fields[19]}`, command: commandLine.split('\0').slice(0, -1).join(' ') };
  } catch {
    return undefined;
  }
}

async function findWithPs(pid: number): Promise<ProcessIdentity | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'stat=,lstart=,command=', '-p', String(pid)], {
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    });
    const [state = '', ...rest] = stdout.trim().split(/\s+/);
    if (state === '' || state.startsWith('Z')) return undefined;
    return { pid, started: rest.slice(0, 5).join(' '), command: rest.slice(5).join(' ') };
  } catch {
    return undefined; // ps ends with 1 where there is no such process
  }
}
