import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll } from 'vitest';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The Node that runs this, first on PATH: what `#!/usr/bin/env node` finds. */
const nodeFolder = dirname(process.execPath);
const binary = join(import.meta.dirname, '..', '..', 'bin', 'kubeproctor.js');

/** Removed when the tests of the file are done: machines are made in hooks and tests, too, where no further hook can be added. */
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/**
 * A learner's machine: a folder of its own, the environment for it, and a way to run programs there; `inside` stands
 * before each of them.
 */
export function machine(
  programs: string,
  extra: Readonly<Record<string, string>> = {},
  inside: readonly string[] = [],
) {
  const folder = mkdtempSync(join(tmpdir(), 'kubeproctor-machine-'));
  folders.push(folder);
  const env = {
    PATH: [nodeFolder, programs, process.env.PATH].join(delimiter),
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    ...extra,
  };
  const runProgram = (
    program: string,
    args: readonly string[],
    changes: Readonly<Record<string, string>> = {},
    timeoutMs = 60_000,
  ) =>
    new Promise<Ran>((resolve) => {
      const options = { cwd: folder, env: { ...env, ...changes }, timeout: timeoutMs, maxBuffer: 16 * 1024 ** 2 };
      const [command = program, ...rest] = [...inside, program, ...args];
      const child = execFile(command, rest, options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
      });
      child.stdin?.end();
    });
  return {
    folder,
    run: runProgram,
    kubeproctor: (line: string, changes?: Readonly<Record<string, string>>, timeoutMs?: number) =>
      runProgram(binary, line.split(' '), changes, timeoutMs),
    kubectl: (line: string) => runProgram('kubectl', line.split(' ')),
    shell: (script: string) => runProgram('bash', ['-ec', script]),
  };
}
