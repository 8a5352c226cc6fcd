import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { run } from '../../src/run.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, without a terminal, in a folder of its own with nothing in it. */
export async function runLine(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const home = mkdtempSync(join(tmpdir(), 'kubeproctor-cli-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  let stdout = '';
  let stderr = '';
  const code = await run(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    stdin: Readable.from([]),
    env: { HOME: home, XDG_STATE_HOME: join(home, 'state'), ...env },
    cwd: home,
    program: ['kubeproctor'],
    now: () => new Date('2026-01-02T03:04:05Z'),
    sleep: async () => undefined,
    signal: new AbortController().signal,
  });
  const local = (text: string): string => text.replaceAll(home, 'HOME');
  return { code, stdout: local(stdout), stderr: local(stderr) };
}

/** All of it, as a golden file holds it. */
export const transcript = (argv: readonly string[], { code, stdout, stderr }: Ran): string =>
  [`$ kubeproctor ${argv.join(' ')}`, stdout, stderr === '' ? '' : `--- stderr\n${stderr}`, `--- exit code ${code}\n`]
    .filter((part) => part !== '')
    .map((part) => (part.endsWith('\n') ? part : `${part}\n`))
    .join('');
