import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error.ts';

/** Runs the work while `<file>.lock` is ours: kubectl's own lock, made with O_EXCL (client-go, clientcmd lockFile). */
export async function withKubeconfigLock<T>(file: string, work: () => Promise<T>, timeoutMs = 5000): Promise<T> {
  const lock = `${file}.lock`;
  await mkdir(dirname(file), { recursive: true, mode: 0o755 });
  for (const deadline = Date.now() + timeoutMs; !(await take(lock)); await sleep(50))
    if (Date.now() > deadline)
      throw new UserError('kubeconfig_locked', `The kubeconfig ${file} is locked by another program.`, {
        wayOut: `If no kubectl is at work on it, remove ${lock} and try again.`,
        exitCode: 1,
      });
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
