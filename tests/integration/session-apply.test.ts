import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../src/cluster/connect.ts';
import { targetOf } from '../../src/cluster/target.ts';
import { getObject } from '../../src/cluster/write.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { isJsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { applyObject } from '../../src/session/steps/apply-step.ts';
import type { StepContext } from '../../src/session/steps/step-context.ts';
import { connectTo, kubectl, sessionOn } from './session-cluster.ts';

const [theirs, ours] = ['apply-by-kubectl', 'apply-by-us'];
const crd = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'applytests.session.kubeproctor.test' },
  spec: {
    group: 'session.kubeproctor.test',
    scope: 'Namespaced',
    names: { kind: 'ApplyTest', plural: 'applytests', singular: 'applytest' },
    versions: [
      {
        ...{ name: 'v1', served: true, storage: true },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        },
      },
    ],
  },
};

let client: Connection;
let context: StepContext;

beforeAll(async () => {
  client = await connectTo();
  const refuse = () => {
    throw new Error('not asked for here');
  };
  context = { ...sessionOn(client).context, namespaceOf: refuse, objectsOf: refuse, answer: refuse };
  await kubectl(['apply', '-f', '-'], crd);
  await kubectl(['wait', '--for=condition=Established', `crd/${crd.metadata.name}`]);
  for (const namespace of [theirs, ours]) await kubectl(['create', 'namespace', namespace]);
});

afterAll(async () => {
  const freed = ['configmap', 't-finalizers', '--type=merge', '-p', '{"metadata":{"finalizers":null}}'];
  for (const namespace of [theirs, ours]) await kubectl(['patch', '-n', namespace, ...freed]);
  await kubectl(['delete', 'namespace', theirs, ours, '--wait=false']);
  await kubectl(['delete', 'crd', crd.metadata.name, '--wait=false']);
  client.close();
});

type Manifest = (namespace: string) => KubeObject;
interface Story {
  readonly first: JsonObject;
  /** Merge patches of somebody else in between. */
  readonly edits?: readonly JsonObject[];
  readonly second: JsonObject;
}

const template = (spec: JsonObject): JsonObject => ({ apiVersion: 'v1', kind: 'PodTemplate', template: { spec } });
const container = (name: string, more: JsonObject = {}): JsonObject => ({ name, image: 'nginx', ...more });
const deployment = (spec: JsonObject): JsonObject => ({
  ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  spec: {
    ...{ replicas: 0, selector: { matchLabels: { app: 'a' } } },
    template: { metadata: { labels: { app: 'a' } }, spec: { containers: [container('a')] } },
    ...spec,
  },
});
const service = (ports: readonly JsonObject[], more: JsonObject = {}): JsonObject => ({
  ...{ apiVersion: 'v1', kind: 'Service' },
  spec: { selector: { app: 'a' }, ports, ...more },
});
const custom = (spec: JsonObject): JsonObject => ({
  ...{ apiVersion: 'session.kubeproctor.test/v1', kind: 'ApplyTest' },
  spec,
});

const stories: Readonly<Record<string, Story>> = {
  'nothing changed': {
    first: template({ containers: [container('a')] }),
    second: template({ containers: [container('a')] }),
  },
  'a label is dropped, one of somebody else stays': {
    first: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { labels: { a: '1', b: '2' } },
      data: { k: 'v', gone: 'x' },
    },
    edits: [{ metadata: { labels: { theirs: 'yes' } }, data: { theirs: 'too' } }],
    second: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { labels: { a: '2' } }, data: { k: 'w' } },
  },
  'what was edited away comes back': {
    first: { apiVersion: 'v1', kind: 'ConfigMap', data: { k: 'v' } },
    edits: [{ data: { k: 'edited' } }],
    second: { apiVersion: 'v1', kind: 'ConfigMap', data: { k: 'v' } },
  },
  'the annotation itself was removed': {
    first: { apiVersion: 'v1', kind: 'ConfigMap', data: { k: 'v', stays: 'x' } },
    edits: [{ metadata: { annotations: null } }],
    second: { apiVersion: 'v1', kind: 'ConfigMap', data: { k: 'w' } },
  },
  'characters that Go escapes': {
    first: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: { html: '<a href="?x=1&y=2">', lines: 'a\u2028b\u2029c', control: '\u0001\b\f\n\t' },
    },
    second: { apiVersion: 'v1', kind: 'ConfigMap', data: { html: '<b>&amp;', other: 'über 😀' } },
  },
  'a null in the manifest removes': {
    first: { apiVersion: 'v1', kind: 'ConfigMap', data: { k: 'v', l: 'v' } },
    second: { apiVersion: 'v1', kind: 'ConfigMap', data: { k: 'v', l: null } },
  },
  'a container added in front, one dropped': {
    first: template({ containers: [container('a'), container('b')] }),
    second: template({ containers: [container('c'), container('a', { args: ['x'] })] }),
  },
  'containers change places': {
    first: template({ containers: [container('a'), container('b'), container('c')] }),
    second: template({ containers: [container('c'), container('a'), container('b')] }),
  },
  'a sidecar that somebody injected stays': {
    first: template({ containers: [container('a')] }),
    edits: [{ template: { spec: { containers: [container('a'), container('sidecar')] } } }],
    second: template({ containers: [container('a', { image: 'nginx:1.25' })] }),
  },
  'env: value to valueFrom': {
    first: template({
      containers: [
        container('a', {
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '2' },
          ],
        }),
      ],
    }),
    second: template({
      containers: [container('a', { env: [{ name: 'X', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] })],
    }),
  },
  'a volume becomes one of another kind': {
    first: template({
      containers: [container('a')],
      volumes: [
        { name: 'v', emptyDir: {} },
        { name: 'w', emptyDir: {} },
      ],
    }),
    second: template({ containers: [container('a')], volumes: [{ name: 'v', configMap: { name: 'c' } }] }),
  },
  'limits and probes are dropped': {
    first: template({
      containers: [
        container('a', {
          resources: { limits: { cpu: '1', memory: '64Mi' } },
          readinessProbe: { httpGet: { path: '/', port: 80 } },
        }),
      ],
    }),
    second: template({ containers: [container('a', { resources: { limits: { cpu: '2' } } })] }),
  },
  'lists that are replaced whole': {
    first: template({
      containers: [container('a', { command: ['a', 'b'], args: ['c'] })],
      tolerations: [{ key: 'a' }, { key: 'b' }].map((one) => ({ ...one, operator: 'Exists' })),
    }),
    second: template({
      containers: [container('a', { command: ['b'] })],
      tolerations: [{ key: 'b', operator: 'Exists' }],
    }),
  },
  'rolling update to recreate': {
    first: deployment({ strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } }),
    second: deployment({ strategy: { type: 'Recreate' } }),
  },
  'recreate to nothing said': {
    first: deployment({ strategy: { type: 'Recreate' } }),
    second: deployment({}),
  },
  'replicas left out after somebody scaled': {
    first: deployment({ replicas: 0 }),
    edits: [{ spec: { replicas: 0, minReadySeconds: 5 } }],
    second: deployment({ revisionHistoryLimit: 3 }),
  },
  'an immutable field': {
    first: deployment({}),
    second: deployment({ selector: { matchLabels: { app: 'b' } } }),
  },
  'an unknown field': { first: deployment({}), second: deployment({ replica: 3 }) },
  'a container without a name': {
    first: deployment({}),
    second: deployment({ template: { spec: { containers: [{ image: 'x' }] } } }),
  },
  'one port for TCP and UDP': {
    first: service([
      { name: 'tcp', port: 53, protocol: 'TCP' },
      { name: 'udp', port: 53, protocol: 'UDP' },
    ]),
    second: service([
      { name: 'tcp', port: 53, protocol: 'TCP', targetPort: 5353 },
      { name: 'udp', port: 53, protocol: 'UDP' },
      { name: 'metrics', port: 9153 },
    ]),
  },
  'ports renumbered': {
    first: service([
      { name: 'a', port: 80 },
      { name: 'b', port: 81 },
    ]),
    second: service([
      { name: 'b', port: 81, targetPort: 8081 },
      { name: 'c', port: 82 },
    ]),
  },
  'a selector key renamed': {
    first: service([{ port: 80 }]),
    second: service([{ port: 80 }], { selector: { application: 'a' }, sessionAffinity: 'ClientIP' }),
  },
  finalizers: {
    first: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { finalizers: ['x.example/a', 'x.example/b'] } },
    edits: [{ metadata: { finalizers: ['x.example/a', 'x.example/b', 'x.example/c'] } }],
    second: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { finalizers: ['x.example/b'] } },
  },
  'a disruption budget, whose selector is replaced': {
    first: {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      spec: { minAvailable: 1, selector: { matchLabels: { a: '1', b: '2' } } },
    },
    second: {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      spec: { maxUnavailable: 1, selector: { matchLabels: { a: '1' } } },
    },
  },
  'a custom resource': {
    first: custom({ a: { b: 1, c: [1, 2] }, gone: true, list: [{ name: 'x' }], empty: {} }),
    edits: [{ spec: { theirs: 1, a: { b: 5 } } }],
    second: custom({ a: { c: [2] }, list: [{ name: 'y' }], empty: {}, added: { deep: { x: null, y: 1 } } }),
  },
};

describe('kubectl apply and ours leave the same', () => {
  test.each(Object.entries(stories))('%s', async (title, story) => {
    const name = `t-${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
    expect(await told(story, name, ours)).toEqual(await told(story, name, theirs));
  });

  test('whatever was applied before, changed meanwhile, and applied then', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(anyTemplate, anyTemplate, anyTemplate, async (first, edit, second) => {
        const name = `any-${count++}`;
        const story = { first, edits: [edit], second };
        expect(await told(story, name, ours)).toEqual(await told(story, name, theirs));
      }),
      { numRuns: 12, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false },
    );
  });
});

/** What is stored in the end, or the server's refusal, with the namespace's name taken out. */
async function told({ first, edits = [], second }: Story, name: string, namespace: string): Promise<unknown> {
  const apply = namespace === ours ? applyOurs : applyTheirs;
  const outcomes = [await apply(manifest(first, name)(namespace))];
  for (const edit of edits) {
    const object = `${String(first.kind)}/${name}`;
    const how = ['--type=merge', '--field-manager=somebody', '-p', JSON.stringify(edit)];
    await kubectl(['patch', '-n', namespace, object, ...how]);
  }
  outcomes.push(await apply(manifest(second, name)(namespace)));
  const stored = await getObject(client, targetOf(manifest(first, name)(namespace)));
  if (stored.result !== 'ok') throw new Error(stored.message);
  return { outcomes, stored: essence(stored.object, namespace) };
}

const manifest =
  (object: JsonObject, name: string): Manifest =>
  (namespace) =>
    ({ ...object, metadata: { ...(object.metadata as JsonObject), name, namespace } }) as KubeObject; // completed here

async function applyTheirs(object: KubeObject): Promise<string> {
  try {
    const said = await kubectl(['apply', '-f', '-'], object);
    return said.trim().split(' ').at(-1) ?? '';
  } catch {
    return 'refused';
  }
}

const applyOurs = (object: KubeObject): Promise<string> => applyObject(context, object).catch(() => 'refused');

/** Without what no two objects share, and what controllers write beside us. */
function essence(object: KubeObject, namespace: string): unknown {
  const { uid, resourceVersion, creationTimestamp, managedFields, ...metadata } = object.metadata;
  const { status, ...rest } = object;
  const { clusterIP, clusterIPs, ...spec } = isJsonObject(rest.spec) ? rest.spec : {};
  const { 'deployment.kubernetes.io/revision': _, ...annotations } = metadata.annotations ?? {};
  const managers = (managedFields as readonly JsonObject[]).flatMap(({ time, ...entry }) =>
    entry.manager === 'kube-controller-manager' ? [] : [entry],
  );
  managers.sort((left, right) => (String(left.manager) < String(right.manager) ? -1 : 1)); // else by time
  const whole = { ...rest, spec, metadata: { ...metadata, annotations }, managers };
  return JSON.parse(JSON.stringify(whole).replaceAll(namespace, 'NAMESPACE'));
}

const names = fc.constantFrom('a', 'b', 'c', 'd');
const texts = fc.constantFrom('1', '2', 'x<y');
const uniquely = <T extends JsonObject>(arbitrary: fc.Arbitrary<T>, key: string, minLength = 0) =>
  fc.uniqueArray(arbitrary, { selector: (item) => item[key], minLength, maxLength: 3 });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const env = fc.oneof(
  fc.record({ name: names, value: texts }),
  fc.record({ name: names, valueFrom: fc.constant({ fieldRef: { fieldPath: 'metadata.uid' } }) }),
);
const anyContainer = fc.record({
  name: names,
  image: fc.constantFrom('nginx', 'nginx:1.25'),
  env: optional(uniquely(env, 'name')),
  args: optional(fc.array(texts, { maxLength: 2 })),
  ports: optional(uniquely(fc.record({ containerPort: fc.constantFrom(80, 81, 82) }), 'containerPort')),
  resources: optional(fc.dictionary(fc.constantFrom('limits', 'requests'), fc.constant({ cpu: '1' }))),
});
const volume = fc.oneof(
  fc.record({ name: names, emptyDir: fc.constant({}) }),
  fc.record({ name: names, configMap: fc.record({ name: names, optional: fc.boolean() }) }),
);
const anyTemplate: fc.Arbitrary<JsonObject> = fc
  .record({
    labels: optional(fc.dictionary(names, fc.constantFrom('1', '2'))),
    containers: uniquely(anyContainer as fc.Arbitrary<JsonObject>, 'name', 1),
    volumes: optional(uniquely(volume as fc.Arbitrary<JsonObject>, 'name')),
    nodeSelector: optional(fc.dictionary(names, fc.constantFrom('1', '2'))),
    imagePullSecrets: optional(uniquely(fc.record({ name: names }), 'name')),
  })
  .map(({ labels, ...spec }) =>
    JSON.parse(
      JSON.stringify({
        ...{ apiVersion: 'v1', kind: 'PodTemplate' },
        metadata: labels === undefined ? {} : { labels },
        template: { metadata: { labels }, spec },
      }),
    ),
  );
