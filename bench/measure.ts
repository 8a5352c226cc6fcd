import { spawn } from 'node:child_process';

/** Wall time in milliseconds of each of these whole processes, one after another. @throws when one exits with another code. */
export async function measure(
  commands: readonly (readonly [string, ...string[]])[],
  env: Readonly<Record<string, string | undefined>>,
  exitCode = 0,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (const [command, ...args] of commands) {
    const before = performance.now();
    const code = await new Promise((resolve, reject) => {
      const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
      child.on('error', reject).on('close', resolve);
    });
    times.push(performance.now() - before);
    if (code !== exitCode) throw new Error(`${command} ${args.join(' ')} ended with exit code ${code}`);
  }
  return times;
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
