import type { ResourceKind } from '../kubernetes/resource-kind.ts';
import type { Answer } from '../snapshot/read.ts';
import type { ClusterClient } from './client.ts';
import { OutageError } from './client.ts';
import { silentGroups } from './discovery.ts';

/**
 * A path that answers 404 is of no kind that there is, but only where discovery says so too.
 * @throws OutageError
 */
export async function notServed(client: ClusterClient, kind: ResourceKind, asked: string): Promise<Answer> {
  const { kinds, unansweredGroups } = await client.discover();
  if (unansweredGroups.includes(kind.group)) throw silentGroups(kind.kind, [kind.group]);
  const isServed = kinds.some((one) => one.group === kind.group && one.resource === kind.resource);
  if (!isServed) return { answer: 'absentKind' };
  const detail = `discovery shows ${kind.resource} and the server answered 404 for ${asked}`;
  throw new OutageError({ code: 'server_error', detail });
}
