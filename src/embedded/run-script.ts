import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from './paths.ts';

const run = promisify(execFile);

export interface ScriptOptions {
  /** Words that mean a command line of their own in this script, as `kubectl`: what stands before the arguments, and after. */
  readonly commands: Readonly<
    Record<string, { readonly before: readonly string[]; readonly after?: readonly string[] }>
  >;
  readonly env: Environment;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Runs a script in bash that ends at the first command which fails.
 * @throws Error with what the script printed, when it fails or takes too long.
 */
export async function runScript(script: string, { commands, env, timeoutMs, signal }: ScriptOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeproctor-script-'));
  try {
    for (const [word, { before, after = [] }] of Object.entries(commands)) {
      const line = [...before.map(quoted), '"$@"', ...after.map(quoted)].join(' ');
      await writeFile(join(folder, word), `#!/bin/sh\nexec ${line}\n`);
      await chmod(join(folder, word), 0o755);
    }
    const path = `${folder}:${env.PATH ?? ''}`;
    await run('bash', ['-euo', 'pipefail', '-c', script], { env: { ...env, PATH: path }, timeout: timeoutMs, signal });
  } catch (error) {
    throw new Error(wordsOf(error), { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { stderr, stdout } = error as Error & { readonly stderr?: string; readonly stdout?: string }; // execFile's
  const printed = [stdout, stderr].filter((text) => text !== undefined && text.trim() !== '').join('\n');
  return printed === '' ? error.message : printed.trim().split('\n').slice(-5).join('\n');
}
