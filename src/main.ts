import type { Io } from './io.ts';
import { run } from './run.ts';

/** The one place that knows the process: its streams, environment, signals and exit. */
const interrupted = new AbortController();

process.exitCode = await runInProcess();

async function runInProcess(): Promise<number> {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // the reader has gone, as in `kubeproctor labs | head -1`: the exit code of a program that SIGPIPE ended
      if (error.code === 'EPIPE') process.exit(141);
      throw error;
    });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (interrupted.signal.aborted) process.exit(130); // asked twice
      interrupted.abort();
    });
  return run(process.argv.slice(2), ioOfProcess());
}

function ioOfProcess(): Io {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    program: [process.execPath, process.argv[1] ?? ''],
    now: () => new Date(),
    sleep,
    signal: interrupted.signal,
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const { signal } = interrupted;
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
