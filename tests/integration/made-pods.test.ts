import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../../src/cluster/connect.ts';
import { takeAnswers } from '../../src/cluster/reads.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { valueAt } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { madePod } from '../../src/kubernetes/made-pod.ts';
import { connectTo, kubectl } from './session-cluster.ts';

/** The Pods that controllers make, beside those that a dry run of ours would have stored. */
const namespace = 'made-pods';
const place = ['-n', namespace];
const template = (spec: JsonObject = {}): JsonObject => ({
  metadata: { labels: { app: 'x' }, annotations: { note: 'kept' } },
  spec: {
    containers: [{ name: 'c', image: 'nginx', env: [{ name: 'A', value: 'b' }] }],
    initContainers: [{ name: 'i', image: 'busybox' }],
    ...spec,
  },
});
const selector = { matchLabels: { app: 'x' } };
const jobSpec = (spec: JsonObject = {}): JsonObject => ({ ...spec, template: template({ restartPolicy: 'Never' }) });
const claims = [
  {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
];
const apps = { apiVersion: 'apps/v1' };
const batch = { apiVersion: 'batch/v1' };
const workloads: readonly JsonObject[] = [
  { ...apps, kind: 'Deployment', metadata: { name: 'deployment' }, spec: { selector, template: template() } },
  { ...apps, kind: 'ReplicaSet', metadata: { name: 'replicaset' }, spec: { selector, template: template() } },
  {
    ...{ ...apps, kind: 'StatefulSet', metadata: { name: 'statefulset' } },
    spec: {
      ...{ selector, serviceName: 'them', volumeClaimTemplates: claims },
      ordinals: { start: 4 },
      template: template({ volumes: [{ name: 'tmp', emptyDir: {} }] }),
    },
  },
  {
    ...{ ...apps, kind: 'DaemonSet', metadata: { name: 'daemonset' } },
    spec: { selector, template: template({ hostNetwork: true, tolerations: [{ key: 'own', operator: 'Exists' }] }) },
  },
  {
    ...{ apiVersion: 'v1', kind: 'ReplicationController', metadata: { name: 'controller' } },
    spec: { selector: { app: 'x' }, template: template() },
  },
  { ...batch, kind: 'Job', metadata: { name: 'job' }, spec: jobSpec() },
  {
    ...{ ...batch, kind: 'Job', metadata: { name: 'indexed' } },
    spec: jobSpec({ completions: 1, completionMode: 'Indexed' }),
  },
  {
    ...{ ...batch, kind: 'CronJob', metadata: { name: 'cronjob' } },
    spec: { schedule: '* * * * *', jobTemplate: { spec: jobSpec() } },
  },
];

let client: Connection;

beforeAll(async () => {
  client = await connectTo();
  await kubectl(['create', 'namespace', namespace]);
  await kubectl(['wait', ...place, 'sa/default', '--for=create', '--timeout=30s']);
});
afterAll(async () => {
  await kubectl(['delete', 'namespace', '--wait=false', namespace]);
  client.close();
});

test.each(workloads.map((workload) => [String(valueAt(workload, 'metadata', 'name')), workload] as const))(
  '%s',
  { timeout: 150_000 },
  async (name, workload) => {
    await kubectl(['create', ...place, '-f', '-'], workload);
    const made = await untilMade(name);
    const stored: KubeObject = JSON.parse(
      await kubectl(['get', String(workload.kind).toLowerCase(), name, ...place, '-o', 'json']),
    );
    const object = madePod(stored) ?? expect.unreachable();
    const [answer] = Object.values(await takeAnswers(client, [{ read: 'dryRun', object, namespace }]));
    if (answer?.answer !== 'admitted' || answer.object === undefined) throw new Error(JSON.stringify(answer));
    expect(essence(answer.object)).toEqual(essence(made));
  },
);

async function untilMade(workload: string): Promise<KubeObject> {
  for (;;) {
    const { items }: { items: readonly KubeObject[] } = JSON.parse(
      await kubectl(['get', 'pods', ...place, '-o', 'json']),
    );
    const own = items.find(({ metadata }) => metadata.name.startsWith(`${workload}-`));
    if (own !== undefined) return own;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** What admission may look at: without what is drawn by lot, and without what comes after the Pod was stored. */
function essence({ metadata, spec }: KubeObject): JsonObject {
  const { generateName = '', labels = {}, annotations = {}, ownerReferences = [], finalizers = [] } = metadata;
  const seen = {
    ...{ generateName, annotations, spec: spec ?? {} },
    labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, isDrawn(key) ? '*' : value])),
    owners: ownerReferences.map(({ apiVersion, kind, name, controller = false }) => ({
      ...{ apiVersion, kind, name, controller },
    })),
    finalizers: finalizers.filter((name) => name.startsWith('batch')),
  };
  const text = JSON.stringify(seen, (key, value) => (afterwards.has(key) ? undefined : value));
  return JSON.parse(text.replaceAll(drawn, '*'));
}

const isDrawn = (label: string): boolean => /uid|hash|generation|pod-index/.test(label);
/** The hash of a template, the minute of a Job, the ordinal of a Pod, a volume with a token. */
const drawn = /(?<=deployment-)[a-z0-9]+|(?<=cronjob-)\d+|(?<=statefulset-)\d+|(?<=kube-api-access-)[a-z0-9]+/g;
const afterwards = new Set(['nodeName', 'affinity']); // a DaemonSet binds by affinity to a node that only it knows
