import { spawn } from 'node:child_process';
import { type BinariesOptions, getBinaries } from './binaries.ts';
import type { Environment } from './paths.ts';

/** Runs the bundled kubectl with this terminal's input and output; answers its exit code, 128 + n after signal n. */
export async function runBundledKubectl(args: readonly string[], options: BinariesOptions): Promise<number> {
  const [program, ...leading] = (await getBinaries(options)).commands.kubectl;
  return runInherited(program, [...leading, ...args], options.env);
}

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGKILL: 9,
  SIGPIPE: 13,
  SIGTERM: 15,
};

/** Ctrl-C reaches the child by itself, as it is in the foreground too: here it must only not end the parent first. */
function runInherited(program: string, args: readonly string[], env: Environment): Promise<number> {
  return new Promise((resolve, reject) => {
    const ignore = () => undefined;
    process.on('SIGINT', ignore);
    const child = spawn(program, args, { stdio: 'inherit', env: { ...env } });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', ignore);
      resolve(code ?? 128 + (signal === null ? 0 : (signalNumbers[signal] ?? 0)));
    });
  });
}
