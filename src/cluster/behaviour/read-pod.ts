import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { outageOf } from '../classify-response.ts';
import type { ClusterClient } from '../client.ts';
import { OutageError } from '../client.ts';
import { kubeObject } from '../kube-objects-of.ts';
import type { ReadOptions } from '../reads.ts';
import { resourcePath } from '../resource-path.ts';
import { goneMeanwhile } from './no-answer.ts';

export const podResource = { group: '', version: 'v1', resource: 'pods', isNamespaced: true };

/**
 * The very Pod that is meant, as it is now.
 * @throws OutageError `gone_meanwhile` where it is gone or on its way out, or another one has its name.
 */
export async function readPod(
  client: ClusterClient,
  { namespace, pod, uid }: { readonly namespace: string; readonly pod: string; readonly uid?: string },
  { timeoutMs, signal }: ReadOptions,
): Promise<KubeObject> {
  const response = await client.request({
    ...{ method: 'GET', path: resourcePath(podResource, { namespace, name: pod }) },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(signal === undefined ? {} : { signal }),
  });
  const isOther = uid !== undefined && valueAt(response.body, 'metadata', 'uid') !== uid;
  const isGoing = valueAt(response.body, 'metadata', 'deletionTimestamp') !== undefined;
  if (response.status === 404 || (response.status === 200 && (isOther || isGoing)))
    throw goneMeanwhile(`pod/${pod} in ${namespace} ${isGoing ? 'ends' : 'is not there any more'}`);
  if (response.status !== 200) throw new OutageError(outageOf(response));
  return kubeObject(response.body);
}
