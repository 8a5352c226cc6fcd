import type { Json, JsonObject } from '../../../src/kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../../src/kubernetes/json.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import { mappingsAt } from '../../../src/kubernetes/pod-template.ts';

/** How a state is brought about on a cluster of real nodes, and how it is known to be there. */
export interface TroubledState {
  readonly objects: readonly JsonObject[];
  /** What kubectl does once they are made, and `until`'s forerunner, if there is one, has come true. */
  readonly first?: Until;
  readonly next?: readonly (readonly string[])[];
  readonly until: Until;
  /** What is described; default the first Pod. */
  readonly describe?: string;
  /** What beside the namespace is recorded: nodes, the namespace itself. */
  readonly also?: readonly string[];
}

export type Until = (objects: readonly KubeObject[]) => boolean;

export const container = (more: JsonObject = {}): JsonObject => ({
  ...{ name: 'web', image: 'busybox:1.35', command: ['sleep', '1000'], ...more },
});

export const runs = (script: string, more: JsonObject = {}): JsonObject =>
  container({ command: ['sh', '-c', script], ...more });

export const podSpec = (main: JsonObject = container(), more: JsonObject = {}): JsonObject => ({
  ...{ terminationGracePeriodSeconds: 0, automountServiceAccountToken: false, containers: [main], ...more },
});

export const pod = (main?: JsonObject, more: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { app: 'web' }, ...metadata } },
  spec: podSpec(main, more),
});

const template = (spec: JsonObject): JsonObject => ({ metadata: { labels: { app: 'web' } }, spec });

export const workload = (kind: string, of: JsonObject, more: JsonObject = {}): JsonObject => ({
  ...{ apiVersion: 'apps/v1', kind, metadata: { name: 'web', labels: { app: 'web' } } },
  spec: { selector: { matchLabels: { app: 'web' } }, template: template(of), ...more },
});
export const deployment = (of: JsonObject = podSpec(), more: JsonObject = {}): JsonObject =>
  workload('Deployment', of, more);

export const job = (main: JsonObject, more: JsonObject = {}): JsonObject => ({
  ...{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'once' } },
  spec: { template: { spec: podSpec(main, { restartPolicy: 'Never' }) }, ...more },
});

export const claim = (name: string, spec: JsonObject = {}): JsonObject => ({
  ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name } },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
});
export const usesClaim = (name: string): JsonObject => ({
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }],
});

export const probe = (what: JsonObject, more: JsonObject = {}): JsonObject => ({
  ...{ ...what, periodSeconds: 1, failureThreshold: 1, ...more },
});

export const of = (objects: readonly KubeObject[], kind: string): readonly KubeObject[] =>
  objects.filter((object) => object.kind === kind);

/** Some container of some Pod is in this state, as `waiting ErrImagePull` or `terminated Error`; `restarts`: at least so often. */
export const inState =
  (state: string, reason: string, restarts = 0): Until =>
  (objects) =>
    statusesOf(objects).some(
      (status) => valueAt(status, 'state', state, 'reason') === reason && Number(status.restartCount ?? 0) >= restarts,
    );
export const running =
  (restarts: number, started = true): Until =>
  (objects) =>
    statusesOf(objects).some(
      (status) =>
        valueAt(status, 'state', 'running') !== undefined &&
        Number(status.restartCount) >= restarts &&
        (status.started === true) === started,
    );
const statusesOf = (objects: readonly KubeObject[]) =>
  of(objects, 'Pod').flatMap((one) => [
    ...mappingsAt(one, 'status', 'initContainerStatuses'),
    ...mappingsAt(one, 'status', 'containerStatuses'),
  ]);

export const condition =
  (kind: string, type: string, wanted: string): Until =>
  (objects) =>
    of(objects, kind).some((one) =>
      mappingsAt(one, 'status', 'conditions').some(
        (entry) => entry.type === type && (entry.reason === wanted || entry.status === wanted),
      ),
    );
export const event =
  (reason: string, text = ''): Until =>
  (objects) =>
    of(objects, 'Event').some((one) => one.reason === reason && String(one.message).includes(text));
export const hasPod: Until = (objects) => of(objects, 'Pod').length > 0;
export const all =
  (...untils: readonly Until[]): Until =>
  (objects) =>
    untils.every((until) => until(objects));
/** Ready is true or false of the first Pod. */
export const ready =
  (count: number): Until =>
  (objects) =>
    of(objects, 'Pod').filter((one) =>
      mappingsAt(one, 'status', 'conditions').some(({ type, status }) => type === 'Ready' && status === 'True'),
    ).length === count;
export const phase =
  (kind: string, wanted: string): Until =>
  (objects) =>
    of(objects, kind).some((one) => valueAt(one, 'status', 'phase') === wanted);
/** So long after the newest object was made. */
export const after =
  (ms: number): Until =>
  (objects) =>
    objects.length > 0 &&
    Date.now() - Math.max(...of(objects, 'Pod').map(({ metadata }) => Date.parse(metadata.creationTimestamp ?? ''))) >
      ms;

const clutter: ReadonlySet<string> = new Set([
  ...['managedFields', 'resourceVersion', 'imageID', 'containerID', 'allocatedResources', 'user', 'images', 'nodeInfo'],
  ...['podIPs', 'hostIPs', 'podIP', 'hostIP', 'daemonEndpoints', 'addresses', 'runtimeHandlers', 'features', 'source'],
  ...[
    'kubectl.kubernetes.io/last-applied-configuration',
    'terminationMessagePath',
    'terminationMessagePolicy',
    'dnsPolicy',
  ],
  ...[
    'enableServiceLinks',
    'preemptionPolicy',
    'lastProbeTime',
    'reportingComponent',
    'reportingInstance',
    'tolerations',
  ],
  ...['serviceAccount', 'volumeMounts', 'lastUpdateTime', 'qosClass'],
]);

/** Without what nobody looks at, and what is empty or the default. */
export function tidy(value: Json): Json {
  if (Array.isArray(value)) return value.map(tidy);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !clutter.has(key) && !isEmpty(inner) && inner !== 'default-scheduler')
      .map(([key, inner]) => [key, tidy(inner)]),
  );
}

const isEmpty = (value: Json): boolean => value === null || (isJsonObject(value) && Object.keys(value).length === 0);
