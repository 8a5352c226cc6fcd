import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error.ts';
import { goMemory } from './go-memory.ts';
import type { Command, Part } from './part.ts';
import type { EmbeddedPaths } from './paths.ts';
import { findProcess, isStillRunning, type ProcessIdentity } from './process-table.ts';

/**
 * Starts a part in a session of its own, so that it outlives this command and a Ctrl-C in its terminal. It sees
 * nothing of the user's environment, and the state folder as its home: KWOK would read a configuration from there.
 */
export async function startPart(
  part: Part,
  command: Command,
  flags: readonly string[],
  paths: EmbeddedPaths,
): Promise<ProcessIdentity> {
  const log = logFile(part, paths);
  await rename(log, previousLogFile(part, paths)).catch(() => undefined); // the first start has no log yet
  const [program, ...leading] = command;
  const output = openSync(log, 'a', 0o600);
  try {
    const child = spawn(program, [...leading, ...flags], {
      detached: true,
      cwd: paths.cluster,
      stdio: ['ignore', output, output],
      env: {
        PATH: process.env.PATH,
        HOME: paths.cluster,
        KWOK_WORKDIR: paths.cluster,
        LC_ALL: 'C',
        ...goMemory(totalmem()),
      },
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) => reject(cannotStart(part, program, cause)));
    });
    child.unref();
    const identity = child.pid === undefined ? undefined : await findProcess(child.pid);
    if (identity === undefined) throw await endedAtOnce(part, paths);
    return identity;
  } finally {
    closeSync(output);
  }
}

/** Ends the process, if it still is the recorded one: asks first, and after `graceMs` does not ask. */
export async function stopPart(recorded: ProcessIdentity, graceMs = 8000): Promise<void> {
  for (const [signal, boundMs] of [
    ['SIGTERM', graceMs],
    ['SIGKILL', 5000],
  ] as const) {
    if (!(await isStillRunning(recorded))) return;
    send(recorded.pid, signal);
    for (const deadline = Date.now() + boundMs; Date.now() < deadline; await sleep(10))
      if (!(await isStillRunning(recorded))) return;
  }
  throw new UserError('part_will_not_end', `Process ${recorded.pid} does not end: ${recorded.command.slice(0, 80)}`, {
    wayOut: `End it with: kill -9 ${recorded.pid}`,
    exitCode: 1,
  });
}

/** Why a part ended by itself: its last words, in an error that names its log. */
export async function endedAtOnce(part: Part, paths: EmbeddedPaths): Promise<UserError> {
  const text = await readFile(logFile(part, paths), 'utf8').catch(() => '');
  if (/address already in use/.test(text)) return new UserError(portTaken, `A port of ${part} was taken.`);
  const lastWords = text.trim().split('\n').slice(-3).join('\n  ');
  return new UserError('part_ended', `${part} ended while the cluster was starting:\n  ${lastWords}`, {
    wayOut: `Read ${logFile(part, paths)}; kubeproctor down --delete starts over, without the cluster's data.`,
    exitCode: 3,
  });
}

/** Code of the error that other ports are a remedy for. */
export const portTaken = 'port_taken';

export const logFile = (part: Part, paths: EmbeddedPaths): string => join(paths.logs, `${part}.log`);

const previousLogFile = (part: Part, paths: EmbeddedPaths): string => join(paths.logs, `${part}.previous.log`);

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

const cannotStart = (part: Part, program: string, cause: unknown): UserError =>
  new UserError('part_not_startable', `${part} cannot be started from ${program}.`, {
    wayOut: 'Remove that file or folder, so that it is fetched again, or name another with --binaries DIR.',
    exitCode: 3,
    cause,
  });
