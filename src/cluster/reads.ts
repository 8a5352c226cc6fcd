import type { Answer, ListRead, Read, ResourcesRead } from '../snapshot/read.ts';
import { readKey } from '../snapshot/read.ts';
import { containerLog } from './behaviour/container-log.ts';
import { lookUp } from './behaviour/look-up.ts';
import { proxied } from './behaviour/proxied.ts';
import { runCommand } from './behaviour/run-command.ts';
import { outageError } from './classify-failure.ts';
import type { ClusterClient } from './client.ts';
import { silentGroup } from './discovery.ts';
import { dryRun } from './dry-run.ts';
import { listAll } from './list.ts';
import { notServed } from './not-served.ts';
import { review } from './review.ts';

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** For each read, all its pages together; default 10 s. */
  readonly timeoutMs?: number;
}

/** A TLS handshake costs more than a small read: few connections are quickest while the answers come quickly. */
const firstAskers = 4;
const maxAskers = 16;
const slowMs = 300;

/**
 * The answers to these reads, by `readKey`, each asked once. Nothing is thrown for what the cluster does or fails to do:
 * a read that got no answer is an `outage` of its own, and the others are not touched by it.
 */
export async function takeAnswers(
  client: ClusterClient,
  reads: readonly Read[],
  options: ReadOptions = {},
): Promise<Readonly<Record<string, Answer>>> {
  const waiting = [...new Map(reads.map((read) => [readKey(read), read]))];
  const answers: Record<string, Answer> = Object.fromEntries(waiting.map(([key]) => [key, notAsked]));
  await askAll(waiting, async ([key, read]) => {
    answers[key] = await answerTo(client, read, options);
  });
  return answers;
}

/** Holds the place of an answer, so that their order is that of the reads. */
const notAsked: Answer = { answer: 'outage', outage: { code: 'unreachable', detail: 'not asked' } };

/** Asks some at a time, and one more whenever an answer is slow, so that it holds up nobody else. */
async function askAll<T>(waiting: T[], ask: (one: T) => Promise<void>): Promise<void> {
  const askers: Promise<void>[] = [];
  const start = () => {
    if (askers.length < maxAskers && waiting.length > 0) askers.push(askOneAfterAnother());
  };
  const askOneAfterAnother = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const slow = setTimeout(start, slowMs);
      await ask(next);
      clearTimeout(slow);
    }
  };
  for (let count = 0; count < firstAskers; count++) start();
  for (let index = 0; index < askers.length; index++) await askers[index];
}

async function answerTo(client: ClusterClient, read: Read, options: ReadOptions): Promise<Answer> {
  const { timeoutMs, signal } = options;
  const waiting = { ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(signal === undefined ? {} : { signal }) };
  try {
    return await ask(client, read, waiting);
  } catch (error) {
    return { answer: 'outage', outage: outageError(error).outage };
  }
}

function ask(client: ClusterClient, read: Read, options: ReadOptions): Promise<Answer> {
  switch (read.read) {
    case 'list':
      return list(client, read, options);
    case 'review':
      return review(client, read, options);
    case 'resources':
      return resources(client, read);
    case 'dryRun':
      return dryRun(client, read, options);
    case 'proxy':
      return proxied(client, read, options);
    case 'log':
      return containerLog(client, read, options);
    case 'command':
      return runCommand(client, read, options);
    case 'lookup':
      return lookUp(client, read, options);
    default:
      return read satisfies never;
  }
}

async function list(client: ClusterClient, read: ListRead, options: ReadOptions): Promise<Answer> {
  const kind = await client.resourceOf(read.kind);
  if (kind === undefined) return { answer: 'absentKind' };
  const result = await listAll(client, kind, { ...options, namespace: read.namespace });
  return result.list === 'whole' ? { answer: 'list', items: result.items } : notServed(client, kind, 'their list');
}

/** Asked for one group, a server that does not answer for it is an outage; asked for all, it says so beside the rest. */
async function resources(client: ClusterClient, { group }: ResourcesRead): Promise<Answer> {
  const { resources: all, unansweredGroups } = await client.discover();
  if (group === undefined) return { answer: 'resources', resources: all, unansweredGroups };
  if (unansweredGroups.includes(group)) throw silentGroup(group);
  return { answer: 'resources', resources: all.filter((one) => one.group === group), unansweredGroups: [] };
}
