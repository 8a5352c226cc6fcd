import { valueAt } from '../kubernetes/json.ts';
import type { ClusterIdentity } from '../snapshot/snapshot.ts';
import { outageOf } from './classify-response.ts';
import type { ApiRequest, ClusterClient } from './client.ts';
import { OutageError } from './client.ts';
import { oneLine } from './one-line.ts';

/**
 * Which cluster answers: the uid of `kube-system`, which lives and dies with the cluster, and its version.
 * @throws OutageError
 */
export async function clusterIdentity(
  client: ClusterClient,
  options: Pick<ApiRequest, 'timeoutMs' | 'signal'> = {},
): Promise<ClusterIdentity> {
  const [uid, version] = await Promise.all([
    textAt(client, '/api/v1/namespaces/kube-system', ['metadata', 'uid'], options),
    textAt(client, '/version', ['gitVersion'], options),
  ]);
  return { uid, version: oneLine(version, 60), context: client.context };
}

async function textAt(
  client: ClusterClient,
  path: string,
  keys: readonly string[],
  options: Pick<ApiRequest, 'timeoutMs' | 'signal'>,
): Promise<string> {
  const response = await client.request({ method: 'GET', path, ...options });
  if (response.status !== 200) throw new OutageError(outageOf(response));
  const text = valueAt(response.body, ...keys);
  if (typeof text === 'string' && text !== '') return text;
  throw new OutageError({ code: 'truncated', detail: `the answer to ${path} has no ${keys.join('.')}` });
}
