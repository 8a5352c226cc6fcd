import type { ResourceKind } from '../kubernetes/resource-kind.ts';
import type { Answer, ListRead, Read, ResourcesRead } from '../snapshot/read.ts';
import { readKey } from '../snapshot/read.ts';
import { outageError } from './classify-failure.ts';
import type { ClusterClient } from './client.ts';
import { OutageError } from './client.ts';
import { silentGroup, silentGroups } from './discovery.ts';
import { listAll } from './list.ts';
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
    switch (read.read) {
      case 'list':
        return await list(client, read, waiting);
      case 'review':
        return await review(client, read, waiting);
      case 'resources':
        return await resources(client, read);
      default:
        return read satisfies never;
    }
  } catch (error) {
    return { answer: 'outage', outage: outageError(error).outage };
  }
}

async function list(client: ClusterClient, read: ListRead, options: ReadOptions): Promise<Answer> {
  const kind = await client.resourceOf(read.kind);
  if (kind === undefined) return { answer: 'absentKind' };
  const result = await listAll(client, kind, { ...options, namespace: read.namespace });
  return result.list === 'whole' ? { answer: 'list', items: result.items } : notServed(client, kind);
}

/** Asked for one group, a server that does not answer for it is an outage; asked for all, it says so beside the rest. */
async function resources(client: ClusterClient, { group }: ResourcesRead): Promise<Answer> {
  const { resources: all, unansweredGroups } = await client.discover();
  if (group === undefined) return { answer: 'resources', resources: all, unansweredGroups };
  if (unansweredGroups.includes(group)) throw silentGroup(group);
  return { answer: 'resources', resources: all.filter((one) => one.group === group), unansweredGroups: [] };
}

/** 404 means that no such object exists only where discovery says so too. */
async function notServed(client: ClusterClient, kind: ResourceKind): Promise<Answer> {
  const { kinds, unansweredGroups } = await client.discover();
  if (unansweredGroups.includes(kind.group)) throw silentGroups(kind.kind, [kind.group]);
  const isServed = kinds.some((one) => one.group === kind.group && one.resource === kind.resource);
  if (!isServed) return { answer: 'absentKind' };
  const detail = `discovery shows ${kind.resource} and the server answered 404 for their list`;
  throw new OutageError({ code: 'server_error', detail });
}
