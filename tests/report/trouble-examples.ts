import type { ObjectRef } from '../../src/kubernetes/kube-object.ts';
import type { Trouble } from '../../src/kubernetes/trouble/trouble.ts';

const pod: ObjectRef = { kind: 'Pod', name: 'web', namespace: 'shop' };
const claim: ObjectRef = { kind: 'PersistentVolumeClaim', name: 'data', namespace: 'shop' };
const job: ObjectRef = { kind: 'Job', name: 'once', namespace: 'shop' };
const web = { container: 'web', role: 'main' } as const;
const ended = { ...web, restarts: 2, isEarlier: true };

/** What the sentences know and no recorded state shows. */
export const rareTroubles: readonly Trouble[] = [
  { code: 'image', ...web, image: 'shop/web:1', why: 'unknown', object: pod },
  { code: 'image', ...web, image: 'shop/web:1', why: 'unknown', detail: 'no space left on device', object: pod },
  ...[126, 127, 137, 139, 143].map((exitCode): Trouble => ({ code: 'crash', ...ended, exitCode, object: pod })),
  { code: 'crash', ...ended, hasNoLog: true, exitCode: 1, object: pod },
  { code: 'out_of_memory', ...ended, object: pod },
  { code: 'not_started', ...web, detail: 'permission denied', object: pod },
  {
    ...{ code: 'probe', ...web, probe: 'readiness', restarts: 0, object: pod },
    asks: { by: 'grpc', port: 'health' },
  },
  {
    ...{ code: 'probe', ...web, probe: 'startup', restarts: 0, object: pod },
    asks: { by: 'http', port: 8443, path: '/', isTls: true },
  },
  {
    ...{ code: 'unschedulable', object: pod },
    reasons: [
      { why: 'taint', nodes: 1, what: 'node-role.kubernetes.io/control-plane' },
      { why: 'together', nodes: 1 },
      { why: 'pods', nodes: 1 },
      { why: 'claim_unbound' },
      { why: 'other', nodes: 1, what: 'had something else' },
    ],
  },
  { code: 'sandbox', detail: 'plugin type="bridge" failed', object: pod },
  { code: 'mount', detail: 'timed out waiting for the condition', object: pod },
  { code: 'node_not_ready', node: 'node-1', isSilent: false, object: pod },
  { code: 'claim', why: 'not_provisioned', storageClass: 'fast', detail: 'quota exceeded', object: claim },
  { code: 'claim', why: 'lost', object: claim },
  { code: 'job_failed', why: 'policy', failed: 1, object: job },
  {
    ...{ code: 'pods_refused', object: { kind: 'Deployment', name: 'web', namespace: 'shop' }, hasRoom: true },
    words: 'exceeded quota: small, requested: pods=1, used: pods=8, limited: pods=8',
    refusal: { by: 'quota', quota: 'small', problem: 'exceeded', resources: [] },
  },
  { code: 'job_failed', why: 'other', failed: 0, detail: 'MaxFailedIndexesExceeded', object: job },
];
