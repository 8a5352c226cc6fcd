import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const limit = '/proc/sys/fs/inotify/max_user_instances';
/** https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files */
const enough = 512;

/**
 * A node has some 30 watchers of files, and Linux gives all programs of a user 128 together. Raises that for as long as
 * there are private Dockers: `folder`, of one of them, notes what it was.
 */
export function raiseInotifyLimit(folder: string): void {
  const before = Number(readFileSync(limit, 'utf8'));
  if (before >= enough) return;
  writeFileSync(join(folder, 'inotify-limit'), String(before));
  writeFileSync(limit, String(enough));
}

/** Puts back what the folder notes, or leaves that to another private Docker that needs the limit still. */
export function lowerInotifyLimit(folder: string, others: readonly string[]): void {
  const note = join(folder, 'inotify-limit');
  if (!existsSync(note)) return;
  const [heir] = others;
  if (heir !== undefined) renameSync(note, join(heir, 'inotify-limit'));
  else if (Number(readFileSync(limit, 'utf8')) === enough) writeFileSync(limit, readFileSync(note, 'utf8'));
}
