import type { Json, JsonObject } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';
import { mappingsAt, podAnnotationsOf, podLabelsOf, podSpecOf } from './pod-template.ts';

/** A Pod before it is sent to the API server. */
export type MadePod = JsonObject & {
  readonly apiVersion: 'v1';
  readonly kind: 'Pod';
  readonly metadata: JsonObject;
  readonly spec: JsonObject;
};

/** Stands for what only a controller would know: the hash of a template, a uid, a time. */
const madeUpHash = '5d4f8c7b9d';
const madeUpUid = '00000000-0000-4000-8000-000000000000';
const madeUpMinute = '29000000';

/**
 * The Pod that a workload's controller would make next from its template; of a Pod, the same anew. Undefined where the
 * object has no template. What admission looks at is as the controllers of 1.36 write it: labels, annotations, owner,
 * finalizers, tolerations, volumes, environment.
 * https://kubernetes.io/docs/concepts/workloads/controllers/
 */
export function madePod(workload: KubeObject): MadePod | undefined {
  const template = podSpecOf(workload);
  if (template === undefined) return undefined;
  const { metadata = {}, spec = template } = additions(workload, template);
  const labels = { ...podLabelsOf(workload), ...textsAt(metadata, 'labels') };
  const annotations = { ...podAnnotationsOf(workload), ...textsAt(metadata, 'annotations') };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${workload.metadata.name}-`,
      ...metadata,
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec,
  };
}

interface Additions {
  readonly metadata?: JsonObject;
  readonly spec?: JsonObject;
}

function additions(workload: KubeObject, template: JsonObject): Additions {
  switch (workload.kind) {
    case 'Deployment':
      return ofDeployment(workload);
    case 'StatefulSet':
      return ofStatefulSet(workload, template);
    case 'DaemonSet':
      return ofDaemonSet(workload, template);
    case 'Job':
      return ofJob(workload.metadata.name, workload.metadata.uid ?? madeUpUid, valueAt(workload, 'spec'), template);
    case 'CronJob':
      return ofCronJob(workload, template);
    case 'Pod':
      return ofPod(workload, template);
    default:
      return workload.kind === 'PodTemplate' ? {} : { metadata: { ownerReferences: [ownedBy(workload)] } };
  }
}

/** Its ReplicaSet makes them. */
function ofDeployment(deployment: KubeObject): Additions {
  const name = `${deployment.metadata.name}-${madeUpHash}`;
  const replicaSet = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid: madeUpUid };
  return {
    metadata: {
      generateName: `${name}-`,
      labels: { 'pod-template-hash': madeUpHash },
      ownerReferences: [controller(replicaSet)],
    },
  };
}

/** The Pod of the next ordinal, with its claims. */
function ofStatefulSet(set: KubeObject, template: JsonObject): Additions {
  const start = Number(valueAt(set, 'spec', 'ordinals', 'start') ?? 0);
  const index = String(start + Number(valueAt(set, 'spec', 'replicas') ?? 1));
  const name = `${set.metadata.name}-${index}`;
  const claims = mappingsAt(set, 'spec', 'volumeClaimTemplates').map((claim) =>
    String(valueAt(claim, 'metadata', 'name')),
  );
  const others = mappingsAt(template, 'volumes').filter((volume) => !claims.includes(String(volume.name)));
  const volumes = [
    ...claims.map((claim) => ({ name: claim, persistentVolumeClaim: { claimName: `${claim}-${name}` } })),
    ...others,
  ];
  return {
    metadata: {
      ...{ generateName: `${set.metadata.name}-`, name },
      labels: {
        'controller-revision-hash': String(valueAt(set, 'status', 'updateRevision') ?? madeUpHash),
        'statefulset.kubernetes.io/pod-name': name,
        'apps.kubernetes.io/pod-index': index,
      },
      ownerReferences: [ownedBy(set)],
    },
    spec: {
      ...template,
      hostname: name,
      ...withText('subdomain', valueAt(set, 'spec', 'serviceName')),
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations */
function ofDaemonSet(set: KubeObject, template: JsonObject): Additions {
  const pressures = ['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'];
  const schedule = [...pressures, ...(template.hostNetwork === true ? ['network-unavailable'] : [])];
  const tolerations = [
    ...['not-ready', 'unreachable'].map((key) => toleration(key, 'NoExecute')),
    ...schedule.map((key) => toleration(key, 'NoSchedule')),
  ];
  return {
    metadata: {
      labels: {
        'controller-revision-hash': madeUpHash,
        'pod-template-generation': String(set.metadata.generation ?? 1),
      },
      ownerReferences: [ownedBy(set)],
    },
    spec: { ...template, tolerations: [...mappingsAt(template, 'tolerations'), ...tolerations] },
  };
}

const toleration = (key: string, effect: string): JsonObject => ({
  ...{ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect },
});

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode */
function ofJob(name: string, uid: string, spec: Json | undefined, template: JsonObject): Additions {
  const isIndexed = valueAt(spec, 'completionMode') === 'Indexed';
  const index = 'batch.kubernetes.io/job-completion-index';
  return {
    metadata: {
      generateName: isIndexed ? `${name}-0-` : `${name}-`,
      labels: {
        ...{ 'batch.kubernetes.io/controller-uid': uid, 'controller-uid': uid },
        ...{ 'batch.kubernetes.io/job-name': name, 'job-name': name },
        ...(isIndexed ? { [index]: '0' } : {}),
      },
      ...(isIndexed ? { annotations: { [index]: '0' } } : {}),
      finalizers: ['batch.kubernetes.io/job-tracking'],
      ownerReferences: [controller({ apiVersion: 'batch/v1', kind: 'Job', name, uid })],
    },
    spec: isIndexed ? indexed(template, name, index) : template,
  };
}

/** Every container learns its index, and the Pod has a hostname of its own. */
function indexed(template: JsonObject, job: string, index: string): JsonObject {
  const fieldRef = { fieldPath: `metadata.labels['${index}']` };
  const variable = { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef } };
  const lists = ['initContainers', 'containers'].flatMap((field) => {
    const containers = mappingsAt(template, field);
    const knowing = containers.map((one) => ({ ...one, env: [...mappingsAt(one, 'env'), variable] }));
    return containers.length === 0 ? [] : [[field, knowing] as const];
  });
  return { ...template, ...Object.fromEntries(lists), hostname: `${job}-0` };
}

/** It makes a Job, named by the minute it is for, and that makes the Pod. */
const ofCronJob = (cronJob: KubeObject, template: JsonObject): Additions =>
  ofJob(
    `${cronJob.metadata.name}-${madeUpMinute}`,
    madeUpUid,
    valueAt(cronJob, 'spec', 'jobTemplate', 'spec'),
    template,
  );

/** Without what it was given once it was stored: a node, the value of its priority, containers for debugging. */
function ofPod(pod: KubeObject, template: JsonObject): Additions {
  const { nodeName: _node, priority: _priority, preemptionPolicy: _preemption, ...rest } = template;
  const { ephemeralContainers: _debugging, ...spec } = rest;
  const { generateName, ownerReferences, finalizers } = pod.metadata;
  return {
    metadata: {
      ...withText('generateName', generateName),
      ...(ownerReferences === undefined ? {} : { ownerReferences }),
      ...(finalizers === undefined ? {} : { finalizers }),
    },
    spec,
  };
}

const ownedBy = ({ apiVersion, kind, metadata: { name, uid = madeUpUid } }: KubeObject): JsonObject =>
  controller({ apiVersion, kind, name, uid });

/** Without `blockOwnerDeletion`, for which some clusters want a right that learners lack. */
const controller = (owner: JsonObject): JsonObject => ({ ...owner, controller: true });

const withText = (key: string, value: Json | undefined): JsonObject =>
  typeof value === 'string' && value !== '' ? { [key]: value } : {};

function textsAt(metadata: JsonObject, key: string): JsonObject {
  const texts = metadata[key];
  return isJsonObject(texts) ? texts : {};
}
