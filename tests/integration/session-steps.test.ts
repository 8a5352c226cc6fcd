import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../src/cluster/connect.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { isJsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import type { Step } from '../../src/lab/schema/steps.ts';
import { runSteps } from '../../src/session/steps/run-steps.ts';
import type { StepContext } from '../../src/session/steps/step-context.ts';
import { StepFailed } from '../../src/session/steps/step-context.ts';
import { connectTo, kubectl, sessionOn } from './session-cluster.ts';

const [theirs, ours] = ['steps-by-kubectl', 'steps-by-us'];
let client: Connection;

beforeAll(async () => {
  client = await connectTo();
  await Promise.all([theirs, ours].map((namespace) => kubectl(['create', 'namespace', namespace])));
});

afterAll(async () => {
  await kubectl(['delete', 'namespace', theirs, ours, '--wait=false']);
  client.close();
});

/** Does one thing in two namespaces, with kubectl and with a step, to the same object; what is stored must be the same. */
interface Comparison {
  readonly object: JsonObject;
  /** kubectl's words before the thing itself, done in both namespaces. */
  readonly first?: readonly (readonly string[])[];
  readonly kubectl: readonly string[];
  /** Given to kubectl on its standard input, and to the step as its file. */
  readonly manifest?: JsonObject;
  readonly step: Step;
}

const template = {
  metadata: { labels: { app: 'a' } },
  spec: {
    containers: [
      { name: 'a', image: 'nginx:1' },
      { name: 'b', image: 'b' },
    ],
  },
};
const selector = { matchLabels: { app: 'a' } };
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 1, selector, template } };
const statefulSet = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  spec: { replicas: 1, serviceName: 's', selector, template },
};
const daemonSet = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  spec: { selector, template: { ...template, spec: { ...template.spec, nodeSelector: { no: 'where' } } } },
};
const cronJob = {
  ...{ apiVersion: 'batch/v1', kind: 'CronJob' },
  spec: {
    schedule: '0 0 1 1 *',
    jobTemplate: { spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } } } },
  },
};
const configMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { labels: { a: '1', b: '2' } },
  data: { k: 'v', l: 'w' },
};
const image = (kind: string, tag: string) => ['set', 'image', `${kind}/x`, `a=nginx:${tag}`];
const in_ = 'ours';

const comparisons: Readonly<Record<string, Comparison>> = {
  label: {
    object: configMap,
    kubectl: ['label', 'configmap/x', 'a=2', 'b-', 'c=3', '--overwrite'],
    step: { label: 'configmap/x', in: in_, set: { a: '2', b: null, c: '3' } },
  },
  annotate: {
    object: configMap,
    kubectl: ['annotate', 'configmap/x', 'note=yes'],
    step: { annotate: 'cm/x', in: in_, set: { note: 'yes' } },
  },
  'patch, merge': {
    object: configMap,
    kubectl: ['patch', 'configmap/x', '--type=merge', '-p', '{"data":{"k":null}}'],
    step: { patch: 'configmap/x', in: in_, with: { data: { k: null } }, type: 'merge' },
  },
  'patch, json': {
    object: configMap,
    kubectl: ['patch', 'configmap/x', '--type=json', '-p', '[{"op":"remove","path":"/data/k"}]'],
    step: { patch: 'configmap/x', in: in_, with: [{ op: 'remove', path: '/data/k' }], type: 'json' },
  },
  'patch, strategic': {
    object: deployment,
    kubectl: [
      'patch',
      'deployment/x',
      '-p',
      '{"spec":{"template":{"spec":{"containers":[{"name":"b","$patch":"delete"}]}}}}',
    ],
    step: {
      patch: 'deploy/x',
      in: in_,
      with: { spec: { template: { spec: { containers: [{ name: 'b', $patch: 'delete' }] } } } },
      type: 'strategic',
    },
  },
  scale: {
    object: deployment,
    kubectl: ['scale', 'deployment/x', '--replicas=2'],
    step: { scale: 'deployment/x', in: in_, replicas: 2 },
  },
  'set image': {
    object: deployment,
    kubectl: image('deployment', '2'),
    step: { setImage: 'deployment/x', in: in_, images: { a: 'nginx:2' } },
  },
  'set image, all': {
    object: cronJob,
    kubectl: ['set', 'image', 'cronjob/x', '*=busybox'],
    step: { setImage: 'cronjob/x', in: in_, images: { '*': 'busybox' } },
  },
  'rollout pause': {
    object: deployment,
    kubectl: ['rollout', 'pause', 'deployment/x'],
    step: { rollout: 'pause', of: 'deployment/x', in: in_ },
  },
  'rollout resume': {
    object: deployment,
    first: [['rollout', 'pause', 'deployment/x']],
    kubectl: ['rollout', 'resume', 'deployment/x'],
    step: { rollout: 'resume', of: 'deployment/x', in: in_ },
  },
  'rollout undo': {
    object: deployment,
    first: [
      ['rollout', 'status', 'deployment/x'],
      ['annotate', 'deployment/x', 'kubernetes.io/change-cause=two'],
      image('deployment', '2'),
      ['rollout', 'status', 'deployment/x'],
    ],
    kubectl: ['rollout', 'undo', 'deployment/x'],
    step: { rollout: 'undo', of: 'deployment/x', in: in_ },
  },
  'rollout undo to a revision': {
    object: deployment,
    first: ['2', '3'].flatMap((tag) => [
      ['rollout', 'status', 'deployment/x'],
      image('deployment', tag),
      ['rollout', 'status', 'deployment/x'],
    ]),
    kubectl: ['rollout', 'undo', 'deployment/x', '--to-revision=1'],
    step: { rollout: 'undo', of: 'deployment/x', in: in_, toRevision: 1 },
  },
  'rollout undo of a StatefulSet': {
    object: statefulSet,
    first: [['rollout', 'status', 'statefulset/x'], image('statefulset', '2'), ['rollout', 'status', 'statefulset/x']],
    kubectl: ['rollout', 'undo', 'statefulset/x'],
    step: { rollout: 'undo', of: 'statefulset/x', in: in_ },
  },
  'rollout undo of a DaemonSet': {
    object: daemonSet,
    first: [['rollout', 'status', 'daemonset/x'], image('daemonset', '2'), ['rollout', 'status', 'daemonset/x']],
    kubectl: ['rollout', 'undo', 'daemonset/x'],
    step: { rollout: 'undo', of: 'daemonset/x', in: in_ },
  },
  replace: {
    object: configMap,
    manifest: { ...configMap, data: { only: 'this' } },
    kubectl: ['replace', '-f', '-'],
    step: { replace: 'manifest.yaml' },
  },
  'server-side apply over client-side apply': {
    object: { ...configMap, data: { k: 'v', dropped: 'later' } },
    manifest: configMap,
    kubectl: ['apply', '--server-side', '-f', '-'],
    step: { serverSideApply: 'manifest.yaml' },
  },
  'server-side apply, forced': {
    object: configMap,
    first: [['patch', 'configmap/x', '--type=merge', '--field-manager=somebody', '-p', '{"data":{"k":"theirs"}}']],
    manifest: configMap,
    kubectl: ['apply', '--server-side', '--force-conflicts', '-f', '-'],
    step: { serverSideApply: 'manifest.yaml', force: true },
  },
};

describe('a step and kubectl leave the same', () => {
  test.each(Object.entries(comparisons))('%s', async (_, comparison) => {
    const results = await Promise.all([theirs, ours].map((namespace) => outcome(comparison, namespace)));
    expect(results[1]).toEqual(results[0]);
  });
});

test('a run by hand is as kubectl creates it', async () => {
  const { jobTemplate, ...spec } = cronJob.spec;
  const labelled = { metadata: { labels: { team: 'a' }, annotations: { note: 'b' } }, ...jobTemplate };
  const jobs = await Promise.all(
    [theirs, ours].map(async (namespace) => {
      const metadata = { name: 'by-hand', namespace };
      await kubectl(['apply', '-f', '-'], { ...cronJob, metadata, spec: { ...spec, jobTemplate: labelled } });
      if (namespace === theirs) await kubectl(['create', 'job', 'now', '--from=cronjob/by-hand', '-n', namespace]);
      else await runSteps(contextFor({}), [{ run: 'cronjob/by-hand', in: in_, job: 'now' }]);
      const job = JSON.parse(await kubectl(['get', '-n', namespace, 'job/now', '-o', 'json', '--show-managed-fields']));
      return JSON.parse(
        JSON.stringify(essence(job, namespace)).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UID'),
      );
    }),
  );
  expect(jobs[1]).toEqual(jobs[0]);
});

test('a workload that will never be rolled out has settled all the same', async () => {
  const stuck = { ...template, spec: { containers: [{ name: 'a', image: 'does-not-exist' }] } };
  const spec = { ...deployment.spec, template: stuck };
  await kubectl(['apply', '-n', ours, '-f', '-'], { ...deployment, metadata: { name: 'stuck' }, spec });
  const wait = async (until: 'settled' | 'rolled-out') =>
    (await runSteps(contextFor({}), [{ wait: 'deployment/stuck', in: in_, until, seconds: 4 }])).result;
  expect([await wait('settled'), await wait('rolled-out')]).toEqual(['done', 'failed']);
});

describe('a step fails in kubectl’s or the cluster’s words', () => {
  const failing: readonly (readonly [string, Step, unknown])[] = [
    [
      'no such object',
      { scale: 'deployment/none', in: in_, replicas: 1 },
      ['scale deployment/none', 'deployment/none', 'NotFound', 'deployments.apps "none" not found'],
    ],
    [
      'no such kind',
      { label: 'gizmo/x', in: in_, set: {} },
      ['label gizmo/x', 'gizmo/x', undefined, 'this cluster knows no kind "gizmo"'],
    ],
    [
      'no revision',
      { rollout: 'undo', of: 'deployment/w', in: in_ },
      ['rollout undo deployment/w', 'deployment/w', undefined, 'no rollout history found for deployment "w"'],
    ],
    [
      'no container',
      { setImage: 'deployment/w', in: in_, images: { zz: 'x' } },
      ['setImage deployment/w', 'deployment/w', undefined, 'unable to find container named "zz"'],
    ],
    [
      'wait',
      { wait: 'deployment/w', in: in_, until: { has: { spec: { replicas: 7 } } }, seconds: 1 },
      ['wait deployment/w', 'deployment/w', undefined, 'not so after 1 s: spec.replicas is 1, wanted 7'],
    ],
    [
      'several namespaces',
      { scale: 'deployment/w', replicas: 1 },
      ['scale deployment/w', undefined, undefined, 'the lab has several namespaces, and the step says none'],
    ],
  ];

  beforeAll(async () => {
    await kubectl(['apply', '-n', ours, '-f', '-'], { ...deployment, metadata: { name: 'w' } });
  });

  test.each(failing)('%s', async (_, step, expected) => {
    const result = await runSteps(contextFor({}), [step]);
    if (result.result === 'done') throw new Error('it went through');
    const { title, object, reason, message } = result.failure;
    expect([title, object, reason, message]).toEqual(expected);
  });
});

const contextFor = (files: Readonly<Record<string, readonly KubeObject[]>>): StepContext => ({
  ...sessionOn(client).context,
  namespaceOf: (ref) => {
    if (ref === 'ours') return ours;
    throw new StepFailed('the lab has several namespaces, and the step says none');
  },
  objectsOf: (file) => files[file] ?? [],
  answer: () => Promise.reject(new Error('not asked for here')),
});

async function outcome({ object, first = [], kubectl: args, manifest, step }: Comparison, namespace: string) {
  const named = (one: JsonObject) =>
    ({ ...one, metadata: { ...(one.metadata as JsonObject), name: 'x', namespace } }) as KubeObject; // completed here
  const kind = `${object.kind}/x`;
  await kubectl(['delete', '-n', namespace, kind, '--ignore-not-found']);
  await kubectl(['apply', '-f', '-'], named(object));
  for (const words of first) await kubectl([...words, '-n', namespace]);
  if (namespace === theirs)
    await kubectl([...args, '-n', namespace], manifest === undefined ? undefined : named(manifest));
  else {
    const result = await runSteps(contextFor({ 'manifest.yaml': manifest === undefined ? [] : [named(manifest)] }), [
      step,
    ]);
    if (result.result === 'failed') throw new Error(result.failure.message);
  }
  return essence(
    JSON.parse(await kubectl(['get', '-n', namespace, kind, '-o', 'json', '--show-managed-fields'])),
    namespace,
  );
}

/** Without what no two objects share, and what controllers write beside us. */
function essence(object: KubeObject, namespace: string): unknown {
  const { uid, resourceVersion, creationTimestamp, managedFields, generation, ...metadata } = object.metadata;
  const { status, ...rest } = object;
  const { 'deployment.kubernetes.io/revision': _, ...annotations } = metadata.annotations ?? {};
  const managers = (managedFields as readonly JsonObject[]).flatMap(({ time, ...entry }) =>
    entry.manager === 'kube-controller-manager' || !isJsonObject(entry) ? [] : [entry],
  );
  managers.sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1)); // else by time
  const whole = { ...rest, metadata: { ...metadata, annotations }, managers };
  return JSON.parse(JSON.stringify(whole).replaceAll(namespace, 'NAMESPACE'));
}
