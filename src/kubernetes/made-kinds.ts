/** What the controllers of Kubernetes make for an object of a kind. https://kubernetes.io/docs/concepts/architecture/controller/ */
const madeFor: Readonly<Record<string, readonly string[]>> = {
  Namespace: ['ServiceAccount', 'ConfigMap'],
  Deployment: ['ReplicaSet'],
  ReplicaSet: ['Pod'],
  ReplicationController: ['Pod'],
  StatefulSet: ['Pod', 'ControllerRevision', 'PersistentVolumeClaim'],
  DaemonSet: ['Pod', 'ControllerRevision'],
  CronJob: ['Job'],
  Job: ['Pod'],
  Pod: ['PersistentVolumeClaim', 'ResourceClaim'], // of ephemeral volumes, and of claim templates
  PersistentVolumeClaim: ['PersistentVolume'],
  Service: ['Endpoints', 'EndpointSlice'],
  Endpoints: ['EndpointSlice'],
};

/**
 * These kinds, and all that controllers make some time after objects of them: for what was made, in turn, too. Events,
 * Leases and the addresses of Services are not among them, which tell of other objects and go with them.
 * @param isMade whether a kind can be made, where more is known of the objects
 */
export function withMadeKinds(
  kinds: Iterable<string>,
  isMade: (kind: string) => boolean = () => true,
): ReadonlySet<string> {
  const all = new Set(kinds);
  const madeOf = (kind: string) => (Object.hasOwn(madeFor, kind) ? (madeFor[kind] ?? []) : []);
  // a set is iterated to its end, over what is added underway as well
  for (const kind of all) for (const made of madeOf(kind).filter(isMade)) all.add(made);
  return all;
}
