import { valueAt } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';
import { eventMessages, shortened } from './events.ts';

/**
 * A claim without a volume. One that waits for its first Pod is as it should be.
 * https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding
 */
export interface ClaimTrouble {
  readonly code: 'claim';
  /**
   * - `no_class`: it names no class, and the cluster has no default one · `no_volume`: without a class, and no volume that is there will do
   * - `class_missing`: there is no such class · `not_provisioned`: its class does not make one · `mismatch`: the volume it names will not do
   * - `taken`: the volume it names is that of another claim, or still of one that was deleted · `lost`: its volume is gone
   */
  readonly why: 'no_class' | 'no_volume' | 'class_missing' | 'not_provisioned' | 'mismatch' | 'taken' | 'lost';
  readonly storageClass?: string;
  readonly volume?: string;
  readonly detail?: string;
}

export function claimTrouble(claim: KubeObject, events: readonly KubeObject[]): ClaimTrouble | undefined {
  const phase = valueAt(claim, 'status', 'phase');
  const volume = valueAt(claim, 'spec', 'volumeName');
  if (phase === 'Lost')
    return { code: 'claim', why: 'lost', ...(volume === undefined ? {} : { volume: String(volume) }) };
  if (phase !== 'Pending' || claim.metadata.deletionTimestamp !== undefined) return undefined;
  const [mismatch] = eventMessages(claim, events, 'VolumeMismatch');
  if (mismatch !== undefined && volume !== undefined) {
    const detail = shortened(mismatch.replace(/^Cannot bind to requested volume "[^"]*": /, ''));
    return { code: 'claim', why: 'mismatch', volume: String(volume), detail };
  }
  const [unbound] = eventMessages(claim, events, 'FailedBinding');
  if (unbound?.includes('already bound to a different claim') && volume !== undefined)
    return { code: 'claim', why: 'taken', volume: String(volume) };
  const named = valueAt(claim, 'spec', 'storageClassName');
  const storageClass = named === undefined ? undefined : String(named);
  const [failed] = eventMessages(claim, events, 'ProvisioningFailed');
  // of the newest alone: a class that came later makes the claim wait for its first Pod, and the old event stays
  const [newest] = eventMessages(claim, events, 'ProvisioningFailed', 'WaitForFirstConsumer', 'WaitForPodScheduled');
  if (failed !== undefined && failed === newest && storageClass !== undefined)
    return failed.includes(`"${storageClass}" not found`)
      ? { code: 'claim', why: 'class_missing', storageClass }
      : { code: 'claim', why: 'not_provisioned', storageClass, detail: shortened(failed) };
  if (storageClass === undefined) return { code: 'claim', why: 'no_class' };
  return storageClass === '' ? { code: 'claim', why: 'no_volume' } : undefined; // its class may be waiting for a first Pod
}
