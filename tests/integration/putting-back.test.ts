import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../../src/cluster/connect.ts';
import { findCopy } from '../../src/session/list-copies.ts';
import type { PutBackPlan } from '../../src/session/put-back.ts';
import { planReset, runReset } from '../../src/session/reset.ts';
import { planStart, runStart } from '../../src/session/start.ts';
import { planStop, runStop } from '../../src/session/stop.ts';
import type { Everything } from './everything.ts';
import { apartFromRemaking, everything } from './everything.ts';
import type { PrivateCluster } from './private-cluster.ts';
import { privateCluster } from './private-cluster.ts';
import { putBackLab } from './putting-back.lab.ts';
import { learnersLast, learnersManifests, strangersManifests } from './putting-back.manifests.ts';
import { connectTo, kubectl, sessionOn } from './session-cluster.ts';

let cluster: PrivateCluster;
let client: Connection;

beforeAll(async () => {
  cluster = await privateCluster();
  client = await connectTo(cluster);
});

afterAll(async () => {
  client?.close();
  await cluster?.end();
});

test('reset leaves the start, and stop what was there before; what is somebody else’s stays', async () => {
  await kubectl(['label', 'node', 'node-2', 'disk=hdd'], undefined, cluster);
  const before = await everything(client);
  await start();
  const started = await everything(client);
  await learn();
  await strangersCome();
  await obstruct();
  const strangers = strangersOf(await everything(client));
  expect(Object.keys(strangers)).toEqual(strangersKeys);

  const reset = await planReset(sessionOn(client).context, await copy());
  expect(summary(reset)).toMatchInlineSnapshot(`
    {
      "deletions": [
        "ClusterRole/nosy (named)",
        "ClusterRoleBinding/of-any-name (binding)",
        "CustomResourceDefinition/things.gadget.test (named)",
        "PersistentVolume/of-any-name (volume)",
        "RoleBinding/of-any-name (binding)",
        "Thing/held (kind)",
        "ValidatingAdmissionPolicy/nosy (named)",
        "ValidatingAdmissionPolicyBinding/nosy (named)",
      ],
      "kept": [],
      "left": [
        "clusterrole/strangers by kubectl-client-side-apply",
        "clusterrolebinding/strangers by kubectl-client-side-apply",
        "default/configmap/strangers by kubectl-client-side-apply",
        "namespace/strangers by kubectl-create",
      ],
      "namespaces": [
        {
          "action": "empty",
          "metadata": {
            "annotations": {},
            "labels": {
              "pod-security.kubernetes.io/enforce": null,
              "team": "box",
            },
          },
          "namespace": "box",
          "objects": [
            "ConfigMap/held",
            "Deployment/web",
            "PersistentVolumeClaim/claim",
            "ResourceQuota/none",
            "Service/web",
            "ServiceAccount/default",
            "Thing/held",
          ],
        },
        {
          "action": "empty",
          "metadata": undefined,
          "namespace": "vault",
          "objects": [
            "Pod/held",
          ],
        },
        {
          "action": "delete",
          "metadata": undefined,
          "namespace": "theirs",
          "objects": [
            "ConfigMap/of-the-learner",
          ],
        },
      ],
      "restorations": [
        {
          "action": "fields",
          "fields": [
            {
              "before": undefined,
              "found": {
                "effect": "NoSchedule",
                "key": "tier",
                "value": "gold",
              },
              "path": [
                "spec",
                "taints",
                "tier:NoSchedule",
              ],
            },
          ],
          "node": "Node/node-1",
        },
        {
          "action": "fields",
          "fields": [
            {
              "before": "hdd",
              "found": "ssd",
              "path": [
                "metadata",
                "labels",
                "disk",
              ],
            },
            {
              "before": undefined,
              "found": "gold",
              "path": [
                "metadata",
                "labels",
                "tier",
              ],
            },
            {
              "before": undefined,
              "found": true,
              "path": [
                "spec",
                "unschedulable",
              ],
            },
          ],
          "node": "Node/node-2",
        },
      ],
      "unread": [],
    }
  `);
  await runReset(sessionOn(client).context, reset);
  const afterReset = await everything(client);
  expect(strangersOf(afterReset)).toEqual(strangers);
  expect(comparable(others(afterReset))).toEqual(comparable(started));

  await learn();
  await obstruct();
  const stop = await planStop(sessionOn(client).context, await copy());
  expect(await runStop(sessionOn(client).context, stop)).toMatchObject({ kept: [], failed: [] });
  const after = await everything(client);
  expect(strangersOf(after)).toEqual(strangers);
  expect(others(after)).toEqual(before);
}, 300_000);

async function start(): Promise<void> {
  const plan = await planStart(sessionOn(client).context, putBackLab(''));
  if (plan.plan !== 'start') throw new Error(plan.plan);
  await runStart(sessionOn(client).context, plan);
}

async function copy() {
  const stored = await findCopy(client, { lab: 'put-back', copy: '' });
  if (stored === undefined) throw new Error('no copy');
  return stored;
}

/** What a learner does who touches everything. */
async function learn(): Promise<void> {
  const run = (...args: readonly string[]) => kubectl(args, undefined, cluster);
  await kubectl(['apply', '-f', '-'], learnersManifests.definition, cluster);
  await run('wait', '--for=condition=Established', 'crd/things.gadget.test');
  await kubectl(['apply', '-f', '-'], learnersManifests.others, cluster);
  await run('taint', 'node', 'node-1', 'tier=gold:NoSchedule');
  await run('label', 'node', 'node-2', 'tier=gold', 'disk=ssd', '--overwrite');
  await run('cordon', 'node-2');
  await run('scale', '-n', 'box', 'deployment/web', '--replicas=3');
  await run('label', 'namespace', 'box', 'team-', 'pod-security.kubernetes.io/enforce=restricted');
  await run('patch', '-n', 'box', 'serviceaccount', 'default', '-p', '{"automountServiceAccountToken":false}');
  await run('delete', '-n', 'vault', 'configmap', 'settings');
  await run('delete', 'clusterrole', 'reader');
  await run('delete', '-n', 'box', 'configmap', 'held', '--wait=false');
}

/** A policy against every deletion and creation there. It acts up to a second late, and shall be in the way. */
async function obstruct(): Promise<void> {
  await kubectl(['apply', '-f', '-'], learnersLast, cluster);
  for (let tries = 0; tries < 50; tries++) {
    const attempt = ['delete', '-n', 'box', 'service', 'web', '--dry-run=server'];
    const refusal = await kubectl(attempt, undefined, cluster).catch((error: Error) => error.message);
    if (refusal.includes('denied request: nobody deletes here')) return;
  }
  throw new Error('the policy never refused a deletion');
}

async function strangersCome(): Promise<void> {
  await kubectl(['create', 'namespace', 'strangers'], undefined, cluster);
  await kubectl(['apply', '-f', '-'], strangersManifests, cluster);
}

const strangersKeys: readonly string[] = [
  'rbac.authorization.k8s.io/v1 ClusterRole strangers',
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding strangers',
  'v1 ConfigMap default/strangers',
  'v1 ConfigMap strangers/kube-root-ca.crt',
  'v1 ConfigMap strangers/strangers',
  'v1 Namespace strangers',
  'v1 ServiceAccount strangers/default',
];
const pick = (all: Everything, isWanted: (key: string) => boolean): Everything =>
  Object.fromEntries(Object.entries(all).filter(([key]) => isWanted(key)));
const isStrangers = (key: string): boolean => /\bstrangers\b/.test(key);
const strangersOf = (all: Everything): Everything => pick(all, isStrangers);
const others = (all: Everything): Everything => pick(all, (key) => !isStrangers(key));

/** In the copy's namespaces, or named. */
const isRemade = (key: string): boolean => / (box|vault)\//.test(key) || key.endsWith('ClusterRole reader');
/** The record tells of the new start; an IPAddress is called by the address that was drawn for a Service of the lab. */
const isDrawn = (key: string): boolean =>
  key === 'v1 ConfigMap kubeproctor/put-back' || key.includes(' IPAddress 10.96.');
const comparable = (all: Everything): Everything =>
  apartFromRemaking(
    pick(all, (key) => !isDrawn(key)),
    isRemade,
  );

const summary = ({ namespaces, deletions, restorations, left, kept, unread }: PutBackPlan) => ({
  namespaces: namespaces.map(({ namespace, action, objects, metadata }) => ({
    ...{ namespace, action, metadata },
    objects: objects.map(({ kind, name }) => `${kind}/${name}`).sort(),
  })),
  deletions: deletions.map(({ object, why }) => `${object.kind}/${object.name} (${why})`).sort(),
  restorations: restorations.map(({ object, action, fields }) => ({
    node: `${object.kind}/${object.name}`,
    action,
    fields,
  })),
  left: left.map(({ creator, also }) => `${also} by ${creator}`).sort(),
  ...{ kept, unread },
});
