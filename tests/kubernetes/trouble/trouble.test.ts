import { expect, test } from 'vitest';
import { isPodMoving } from '../../../src/kubernetes/pod-state.ts';
import type { Trouble, TroubleBody } from '../../../src/kubernetes/trouble/trouble.ts';
import { ofKind, recordedNames, recordedState, surroundings, troublesIn } from './recorded-state.ts';

const web = { container: 'web', role: 'main' } as const;
const prepare = { container: 'prepare', role: 'init' } as const;
const again = { restarts: 1, isEarlier: false };
const http = (path: string, port: number) => ({ by: 'http', port, path, isTls: false }) as const;
const readiness = { code: 'probe', ...web, probe: 'readiness', restarts: 0 } as const;
const image = (name: string, why: 'name' | 'never' | 'missing' | 'refused' | 'limited' | 'unreachable') =>
  ({ code: 'image', ...web, image: name, why }) as const;
const keptBy = (...reasons: Extract<TroubleBody, { code: 'unschedulable' }>['reasons'][number][]) =>
  ({ code: 'unschedulable', nodes: 2, reasons }) as const;
const small = (used: number, limited: number) =>
  ({
    code: 'pods_refused',
    refusal: {
      ...({ by: 'quota', quota: 'small', problem: 'exceeded' } as const),
      resources: [{ resource: 'pods', used: `${used}`, limited: `${limited}` }],
    },
    words: `exceeded quota: small, requested: pods=1, used: pods=${used}, limited: pods=${limited}`,
  }) as const;
const mount = (detail: string) => ({ code: 'mount', volume: 'files', detail }) as const;

/**
 * What a person says after reading what `kubectl describe` printed when the state was recorded, its events, and how the state was
 * brought about (`states.ts`); `moving`: some Pod of it will change by itself within seconds.
 */
type Row = readonly [
  name: string,
  rest: 'moving' | 'settled',
  ...troubles: readonly (readonly [kind: string, TroubleBody])[],
];
const rows: readonly Row[] = [
  ['image-registry-unknown', 'settled', ['Pod', image('registry.invalid/shop/web:1', 'unreachable')]],
  ['image-back-off', 'settled', ['Pod', image('registry.invalid/shop/web:1', 'unreachable')]],
  ['image-missing', 'settled', ['Pod', image('localhost:5000/missing/nginx:1.999', 'missing')]],
  ['image-private', 'settled', ['Pod', image('localhost:5000/private/web:1', 'refused')]],
  ['image-forbidden', 'settled', ['Pod', image('localhost:5000/forbidden/web:1', 'refused')]],
  ['image-limited', 'settled', ['Pod', image('localhost:5000/limited/web:1', 'limited')]],
  ['image-name-invalid', 'settled', ['Pod', image('Nginx:1.28:alpine', 'name')]],
  ['image-never-pulled', 'settled', ['Pod', image('shop/web:1', 'never')]],
  [
    'image-of-init-container',
    'settled',
    ['Pod', { ...image('registry.invalid/shop/tool:1', 'unreachable'), ...prepare }],
  ],

  ['crash-again', 'settled', ['Pod', { code: 'crash', ...web, ...again, restarts: 2, exitCode: 3 }]],
  ['crash-backing-off', 'settled', ['Pod', { code: 'crash', ...web, restarts: 1, isEarlier: true, exitCode: 3 }]],
  ['crash-between-two', 'moving', ['Pod', { code: 'crash', ...web, restarts: 1, isEarlier: true, exitCode: 1 }]],
  [
    'crash-with-message',
    'settled',
    ['Pod', { code: 'crash', ...web, ...again, exitCode: 3, said: 'no route to the database' }],
  ],
  ['ends-at-once', 'settled', ['Pod', { code: 'ends', ...web, ...again }]],
  ['out-of-memory', 'moving', ['Pod', { code: 'out_of_memory', ...web, restarts: 0, isEarlier: false, limit: '20Mi' }]],
  ['out-of-memory-again', 'settled', ['Pod', { code: 'out_of_memory', ...web, ...again, limit: '20Mi' }]],
  [
    ...(['command-unknown', 'settled'] as const),
    [
      'Pod',
      {
        ...{ code: 'not_started', ...web, command: 'start-shop' },
        detail: 'unable to start container process: exec: "start-shop": executable file not found in $PATH',
      },
    ],
  ],
  ['init-error', 'settled', ['Pod', { code: 'crash', ...prepare, ...again, exitCode: 2 }]],
  ['init-crash-again', 'settled', ['Pod', { code: 'crash', ...prepare, ...again, exitCode: 2 }]],
  ['init-waits', 'moving', ['Pod', { code: 'init_goes_on', ...prepare }]],
  ['sidecar-crashes', 'settled', ['Pod', { code: 'crash', ...prepare, role: 'sidecar', ...again, exitCode: 4 }]],
  ['never-restarted', 'settled', ['Pod', { code: 'crash', ...web, restarts: 0, isEarlier: false, exitCode: 5 }]],

  ['readiness-status', 'settled', ['Pod', { ...readiness, asks: http('/ready', 8080), answer: 'status 404' }]],
  ['readiness-refused', 'settled', ['Pod', { ...readiness, asks: http('/ready', 80), answer: 'connection refused' }]],
  [
    'readiness-tcp',
    'settled',
    ['Pod', { ...readiness, asks: { by: 'tcp', port: 9090 }, answer: 'connection refused' }],
  ],
  [
    ...(['readiness-exec', 'settled'] as const),
    [
      'Pod',
      {
        ...{ ...readiness, asks: { by: 'exec', command: 'cat /tmp/ready' } },
        answer: "cat: can't open '/tmp/ready': No such file or directory",
      },
    ],
  ],
  [
    ...(['readiness-late', 'settled'] as const),
    [
      'Pod',
      {
        ...{ ...readiness, asks: { by: 'exec', command: 'sleep 5' } },
        answer: 'command timed out: "sleep 5" timed out after 1s',
      },
    ],
  ],
  ['readiness-first-period', 'moving'],
  ['readiness-gate', 'settled', ['Pod', { code: 'readiness_gate', gates: ['example.com/opened'] }]],
  [
    ...(['liveness-restarts', 'moving'] as const), // ready for a moment after each restart
    [
      'Pod',
      { code: 'probe', ...web, probe: 'liveness', restarts: 1, asks: http('/alive', 8080), answer: 'status 404' },
    ],
  ],
  ['liveness-fails', 'settled'], // ready all the same, until the 60th time
  [
    ...(['startup-fails', 'settled'] as const),
    [
      'Pod',
      { code: 'probe', ...web, probe: 'startup', restarts: 0, asks: http('/ready', 80), answer: 'connection refused' },
    ],
  ],
  [
    ...(['startup-restarts', 'settled'] as const),
    [
      'Pod',
      { code: 'probe', ...web, probe: 'startup', restarts: 1, asks: http('/ready', 80), answer: 'connection refused' },
    ],
  ],

  ['cpu-insufficient', 'settled', ['Pod', keptBy({ why: 'resource', nodes: 2, what: 'cpu' })]],
  ['memory-insufficient', 'settled', ['Pod', keptBy({ why: 'resource', nodes: 2, what: 'memory' })]],
  ['node-selector-unmet', 'settled', ['Pod', keptBy({ why: 'selector', nodes: 2 })]],
  ['affinity-unmet', 'settled', ['Pod', keptBy({ why: 'selector', nodes: 2 })]],
  ['pods-kept-apart', 'settled', ['Pod', keptBy({ why: 'apart', nodes: 2 })]],
  ['spread-impossible', 'settled', ['Pod', keptBy({ why: 'spread', nodes: 2 })]],
  ['host-port-taken', 'settled', ['Pod', keptBy({ why: 'ports', nodes: 2 })]],
  ['taint-not-tolerated', 'settled', ['Pod', keptBy({ why: 'selector', nodes: 1 }, { why: 'taint', nodes: 1 })]],
  ['all-cordoned', 'settled', ['Pod', keptBy({ why: 'cordoned', nodes: 2 })]],
  ['scheduling-gated', 'settled', ['Pod', { code: 'scheduling_gate', gates: ['example.com/wait'] }]],
  ['scheduler-unknown', 'settled', ['Pod', { code: 'no_scheduler', scheduler: 'my-scheduler' }]],
  ['node-unknown', 'settled', ['Pod', { code: 'node_missing', node: 'node9' }]],
  [
    ...(['node-has-no-room', 'settled'] as const),
    [
      'Pod',
      {
        ...{ code: 'rejected', reason: 'OutOfcpu' },
        detail: "Node didn't have enough resource: cpu, requested: 64000, used: 20, capacity: 2000",
      },
    ],
  ],

  ['claim-missing', 'settled', ['Pod', keptBy({ why: 'claim_missing', what: 'data' })]],
  ['claim-without-class', 'settled', ['PersistentVolumeClaim', { code: 'claim', why: 'no_class' }]],
  ['claim-without-volume', 'settled', ['PersistentVolumeClaim', { code: 'claim', why: 'no_volume' }]],
  [
    'claim-class-unknown',
    'settled',
    ['PersistentVolumeClaim', { code: 'claim', why: 'class_missing', storageClass: 'fast' }],
  ],
  ['claim-waits-for-consumer', 'settled'],
  ['claim-late-without-volume', 'settled', ['Pod', keptBy({ why: 'volume', nodes: 2 })]],
  [
    ...(['claim-volume-too-small', 'settled'] as const),
    [
      'PersistentVolumeClaim',
      { code: 'claim', why: 'mismatch', volume: 'trouble-small', detail: 'requested PV is too small' },
    ],
  ],
  ['claim-lost', 'settled', ['PersistentVolumeClaim', { code: 'claim', why: 'lost', volume: 'trouble-lost' }]],
  ['volume-on-another-node', 'settled', ['Pod', keptBy({ why: 'volume', nodes: 2 })]],

  ['quota-used-up', 'settled', ['Deployment', small(1, 1)]],
  [
    ...(['quota-wants-requests', 'settled'] as const),
    [
      'Deployment',
      {
        code: 'pods_refused',
        refusal: { by: 'quota', quota: 'small', problem: 'unspecified', resources: [{ resource: 'requests.cpu' }] },
        words: 'failed quota: small: must specify requests.cpu for: web',
      },
    ],
  ],
  [
    ...(['limit-exceeded', 'settled'] as const),
    [
      'Deployment',
      {
        code: 'pods_refused',
        refusal: { by: 'limitRange', bounds: [{ bound: 'max', resource: 'memory', per: 'Container' }] },
        words: 'maximum memory usage per Container is 64Mi, but limit is 1Gi',
      },
    ],
  ],
  [
    ...(['pod-security-refuses', 'settled'] as const),
    [
      'Deployment',
      {
        ...{ code: 'pods_refused', refusal: { by: 'podSecurity', level: 'restricted' } },
        words: [
          'violates PodSecurity "restricted:latest": ',
          'allowPrivilegeEscalation != false (container "web" must set securityContext.allowPrivilegeEscalation=false), ',
          'unrestricted capabilities (container "web" must set securityContext.capabilities.drop=["ALL"]), ',
          'runAsNonRoot != true (pod or container "web" must set securityContext.runAsNonRoot=true), ',
          'seccompProfile (pod or container "web" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
        ].join(''),
      },
    ],
  ],
  [
    ...(['account-missing', 'settled'] as const),
    [
      'Deployment',
      {
        ...{ code: 'pods_refused', refusal: { by: 'serviceAccount', serviceAccount: 'shop' } },
        words: 'error looking up service account account-missing/shop: serviceaccount "shop" not found',
      },
    ],
  ],
  [
    ...(['priority-class-missing', 'settled'] as const),
    [
      'Deployment',
      {
        ...{ code: 'pods_refused', refusal: { by: 'other' } },
        words: 'no PriorityClass with name urgent was found',
      },
    ],
  ],
  ['stateful-set-refused', 'settled', ['StatefulSet', small(0, 0)]],
  ['daemon-set-refused', 'settled', ['DaemonSet', small(0, 0)]],
  ['job-refused', 'settled', ['Job', small(0, 0)]],

  [
    'config-map-missing',
    'settled',
    ['Pod', { code: 'config', ...web, missing: { kind: 'ConfigMap', name: 'settings' } }],
  ],
  [
    ...(['config-map-missing-for-all', 'settled'] as const),
    ['Pod', { code: 'config', ...web, missing: { kind: 'ConfigMap', name: 'settings' } }],
  ],
  [
    ...(['config-map-key-missing', 'settled'] as const),
    ['Pod', { code: 'config', ...web, missing: { kind: 'ConfigMap', name: 'settings', key: 'COLOR' } }],
  ],
  ['secret-missing', 'settled', ['Pod', { code: 'config', ...web, missing: { kind: 'Secret', name: 'login' } }]],
  [
    ...(['secret-key-missing', 'settled'] as const),
    ['Pod', { code: 'config', ...web, missing: { kind: 'Secret', name: 'login', key: 'password' } }],
  ],
  [
    'root-forbidden',
    'settled',
    ['Pod', { code: 'config', ...web, detail: 'container has runAsNonRoot and image will run as root' }],
  ],
  [
    ...(['volume-config-map-missing', 'moving'] as const), // as anything whose containers are being made
    ['Pod', { ...mount('configmap "settings" not found'), missing: { kind: 'ConfigMap', name: 'settings' } }],
  ],
  [
    ...(['volume-secret-missing', 'moving'] as const),
    ['Pod', { ...mount('secret "login" not found'), missing: { kind: 'Secret', name: 'login' } }],
  ],
  ['volume-key-missing', 'moving', ['Pod', mount('configmap references non-existent config key: site.conf')]],
  ['volume-no-such-folder', 'moving', ['Pod', mount('hostPath type check failed: /does/not/exist is not a directory')]],

  ['node-not-ready', 'settled', ['Pod', { code: 'node_not_ready', node: 'node2', isSilent: true }]],
  [
    ...(['node-lost', 'settled'] as const),
    ['Pod', keptBy({ why: 'selector', nodes: 1 }, { why: 'taint', nodes: 1 })],
    ['Pod', { code: 'node_not_ready', node: 'node2', isSilent: true }],
  ],
  [
    'evicted',
    'settled',
    ['Pod', { code: 'evicted', detail: 'Usage of EmptyDir volume "files" exceeds the limit "1Mi".' }],
  ],

  ['terminating', 'moving'],
  ['finalizer-stuck', 'settled', ['Pod', { code: 'held', finalizers: ['example.com/backup'] }]],
  ['claim-in-use', 'settled', ['PersistentVolumeClaim', { code: 'in_use' }]],
  [
    ...(['namespace-stuck', 'settled'] as const),
    [
      'Namespace',
      {
        code: 'namespace_held',
        details: [
          'Some resources are remaining: configmaps. has 1 resource instances',
          'Some content in the namespace has finalizers remaining: example.com/backup in 1 resource instances',
        ],
      },
    ],
  ],

  [
    ...(['job-gave-up', 'settled'] as const),
    ['Pod', { code: 'crash', ...web, restarts: 0, isEarlier: false, exitCode: 1 }],
    ['Pod', { code: 'crash', ...web, restarts: 0, isEarlier: false, exitCode: 1 }],
    ['Job', { code: 'job_failed', why: 'retries', failed: 2, limit: 1 }],
  ],
  ['job-out-of-time', 'settled', ['Job', { code: 'job_failed', why: 'deadline', failed: 1, limit: 3 }]],
  ['job-tries-again', 'settled', ['Pod', { code: 'crash', ...web, restarts: 0, isEarlier: false, exitCode: 1 }]],

  [
    ...(['rollout-stuck', 'settled'] as const),
    ['Pod', image('registry.invalid/shop/web:2', 'unreachable')],
    ['Deployment', { code: 'old_pods', old: 2 }],
  ],
  ['rollout-out-of-time', 'settled', ['Pod', { ...readiness, asks: http('/ready', 8080), answer: 'status 404' }]],
  ['stateful-set-waits', 'settled', ['Pod', { ...readiness, asks: http('/ready', 8080), answer: 'status 404' }]],

  ['creating', 'moving'],
  ['well', 'settled'],
];

test.each(rows.map(([name, rest, ...troubles]) => ({ name, rest, troubles })))('$name', ({ name, rest, troubles }) => {
  const state = recordedState(name);
  const isMoving = ofKind(state, 'Pod').some((pod) => isPodMoving(pod, Date.parse(state.recordedAt)));
  expect({ rest: isMoving ? 'moving' : 'settled', troubles: troublesIn(state).map(withoutName) }).toEqual({
    rest,
    troubles,
  });
});

const withoutName = ({ object, ...body }: Trouble) => [object.kind, body];

test('every recorded state is looked at', () =>
  expect([...recordedNames].sort()).toEqual(rows.map(([name]) => name).sort()));

/** Events go after an hour: what is told then is less, and never another trouble than before. */
test('what is told when the events have gone', () => {
  const told = (name: string, events: 'with' | 'without') => {
    const state = recordedState(name);
    const around = surroundings(state);
    return troublesIn(state, events === 'with' ? around : { ...around, events: [] }).map(({ code }) => code);
  };
  const changed = rows
    .map(([name]) => [name, told(name, 'with'), told(name, 'without')] as const)
    .filter(([, before, after]) => JSON.stringify(before) !== JSON.stringify(after));
  expect(changed).toEqual([
    ['liveness-restarts', ['probe'], ['crash']],
    ['claim-class-unknown', ['claim'], ['unschedulable']],
    ['stateful-set-refused', ['pods_refused'], []],
    ['daemon-set-refused', ['pods_refused'], []],
    ['job-refused', ['pods_refused'], []],
    ['volume-config-map-missing', ['mount'], []],
    ['volume-secret-missing', ['mount'], []],
    ['volume-key-missing', ['mount'], []],
    ['volume-no-such-folder', ['mount'], []],
  ]);
});
