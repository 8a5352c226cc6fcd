import type { JsonObject } from '../../../src/kubernetes/json.ts';
import type { TroubledState } from './state-parts.ts';
import {
  after,
  all,
  claim,
  condition,
  container,
  deployment,
  event,
  hasPod,
  inState,
  job,
  of,
  phase,
  pod,
  podSpec,
  probe,
  ready,
  running,
  runs,
  usesClaim,
  workload,
} from './state-parts.ts';

const restrictedNamespace = 'pod-security.kubernetes.io/enforce=restricted';
const quota = (hard: JsonObject): JsonObject => ({
  ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'small' }, spec: { hard } },
});
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { COLOUR: 'blue' } };
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login' }, stringData: { user: 'dora' } };
const env = (valueFrom: JsonObject) => container({ env: [{ name: 'VALUE', valueFrom }] });
const image = (name: string, more: JsonObject = {}) => container({ image: name, ...more });
const on = (node: string): JsonObject => ({ nodeSelector: { 'kubernetes.io/hostname': node } });
const init = (main: JsonObject, more: JsonObject = {}): JsonObject => ({
  initContainers: [{ ...main, name: 'prepare', ...more }],
});
const volume = (source: JsonObject): JsonObject => ({ volumes: [{ name: 'files', ...source }] });
const mounts = container({ volumeMounts: [{ name: 'files', mountPath: '/files' }] });
const httpd = (more: JsonObject) =>
  runs('mkdir /www; cd /www; echo hello >index.html; exec httpd -f -p 8080', {
    ports: [{ name: 'http', containerPort: 8080 }],
    ...more,
  });
const port = (number: number | string, path = '/ready') => ({ httpGet: { path, port: number } });
const hostPort = container({ ports: [{ containerPort: 8080, hostPort: 18080 }] });
const apart = {
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } },
      ],
    },
  },
};
const unschedulable = condition('Pod', 'PodScheduled', 'Unschedulable');
const failedCreate = event('FailedCreate');
const replicaFailure = all(condition('Deployment', 'ReplicaFailure', 'True'), failedCreate);

/** How each recorded state came about, by its name. */
export const troubledStates: Readonly<Record<string, TroubledState>> = {
  // Images
  'image-registry-unknown': {
    objects: [pod(image('registry.invalid/shop/web:1'))],
    until: all(inState('waiting', 'ErrImagePull'), event('Failed')),
  },
  'image-back-off': {
    objects: [deployment(podSpec(image('registry.invalid/shop/web:1')))],
    until: all(inState('waiting', 'ImagePullBackOff'), event('BackOff')),
  },
  'image-missing': {
    objects: [pod(image('localhost:5000/missing/nginx:1.999'), on('node1'))],
    until: all(inState('waiting', 'ErrImagePull'), event('Failed', 'failed to resolve')),
  },
  'image-private': {
    objects: [pod(image('localhost:5000/private/web:1'), on('node1'))],
    until: all(inState('waiting', 'ErrImagePull'), event('Failed')),
  },
  'image-forbidden': {
    objects: [pod(image('localhost:5000/forbidden/web:1'), on('node1'))],
    until: all(inState('waiting', 'ErrImagePull'), event('Failed')),
  },
  'image-limited': {
    objects: [pod(image('localhost:5000/limited/web:1'), on('node1'))],
    until: all(inState('waiting', 'ImagePullBackOff'), event('Failed')),
  },
  'image-name-invalid': {
    objects: [pod(image('Nginx:1.28:alpine'))],
    until: all(inState('waiting', 'InvalidImageName'), event('InspectFailed')),
  },
  'image-never-pulled': {
    objects: [pod(image('shop/web:1', { imagePullPolicy: 'Never' }))],
    until: all(inState('waiting', 'ErrImageNeverPull'), event('ErrImageNeverPull')),
  },
  'image-of-init-container': {
    objects: [pod(undefined, init(image('registry.invalid/shop/tool:1')))],
    until: inState('waiting', 'ErrImagePull'),
  },
  // Crashes
  'crash-again': {
    objects: [deployment(podSpec(runs('echo no database; exit 3')))],
    until: all(inState('terminated', 'Error', 2), event('BackOff')),
  },
  'crash-backing-off': { objects: [pod(runs('exit 3'))], until: inState('waiting', 'CrashLoopBackOff', 1) },
  'crash-between-two': { objects: [pod(runs('sleep 5; exit 1'))], until: running(1) },
  'crash-with-message': {
    objects: [pod(runs('echo "no route to the database" >/dev/termination-log; exit 3'))],
    until: inState('terminated', 'Error', 1),
  },
  'ends-at-once': { objects: [deployment(podSpec(runs('echo hello')))], until: inState('terminated', 'Completed', 1) },
  'out-of-memory': {
    objects: [pod(runs('x=a; while :; do x=$x$x; done', { resources: { limits: { memory: '20Mi' } } }))],
    until: inState('terminated', 'OOMKilled'),
  },
  'out-of-memory-again': {
    objects: [
      deployment(podSpec(runs('x=a; while :; do x=$x$x; done', { resources: { limits: { memory: '20Mi' } } }))),
    ],
    until: all(inState('terminated', 'OOMKilled', 1)),
  },
  'command-unknown': {
    objects: [pod(container({ command: ['start-shop'] }))],
    until: inState('waiting', 'RunContainerError', 1),
  },
  'init-error': { objects: [pod(undefined, init(runs('exit 2')))], until: inState('terminated', 'Error') },
  'init-crash-again': {
    objects: [deployment(podSpec(undefined, init(runs('exit 2'))))],
    until: inState('terminated', 'Error', 1),
  },
  'init-waits': {
    objects: [pod(undefined, init(runs('until wget -qO- http://database; do sleep 1; done')))],
    until: after(20_000),
  },
  'sidecar-crashes': {
    objects: [pod(undefined, init(runs('exit 4'), { restartPolicy: 'Always' }))],
    until: inState('terminated', 'Error', 1),
  },
  'never-restarted': { objects: [pod(runs('exit 5'), { restartPolicy: 'Never' })], until: phase('Pod', 'Failed') },
  // Probes
  'readiness-status': {
    objects: [deployment(podSpec(httpd({ readinessProbe: probe(port('http')) })))],
    until: all(event('Unhealthy', 'Readiness'), after(6_000)),
  },
  'readiness-refused': {
    objects: [pod(httpd({ readinessProbe: probe(port(80)) }))],
    until: all(event('Unhealthy', 'Readiness'), after(6_000)),
  },
  'readiness-tcp': {
    objects: [pod(httpd({ readinessProbe: probe({ tcpSocket: { port: 9090 } }) }))],
    until: all(event('Unhealthy', 'Readiness'), after(6_000)),
  },
  'readiness-exec': {
    objects: [pod(container({ readinessProbe: probe({ exec: { command: ['cat', '/tmp/ready'] } }) }))],
    until: all(event('Unhealthy', 'Readiness'), after(6_000)),
  },
  'readiness-late': {
    objects: [pod(container({ readinessProbe: probe({ exec: { command: ['sleep', '5'] } }) }))],
    until: all(event('Unhealthy', 'Readiness'), after(8_000)),
  },
  'readiness-first-period': {
    objects: [pod(httpd({ readinessProbe: probe(port('http'), { initialDelaySeconds: 20 }) }))],
    until: running(0),
  },
  'liveness-restarts': {
    objects: [pod(httpd({ livenessProbe: probe(port('http', '/alive')) }))],
    until: all(running(1), event('Killing')),
  },
  'liveness-fails': {
    objects: [
      pod(container({ livenessProbe: probe({ exec: { command: ['cat', '/tmp/alive'] } }, { failureThreshold: 60 }) })),
    ],
    until: all(event('Unhealthy', 'Liveness'), after(8_000)),
  },
  'startup-fails': {
    objects: [pod(httpd({ startupProbe: probe(port(80), { failureThreshold: 60 }) }))],
    until: all(event('Unhealthy', 'Startup'), after(8_000)),
  },
  'startup-restarts': {
    objects: [pod(httpd({ startupProbe: probe(port(80), { failureThreshold: 3 }) }))],
    until: all(running(1, false), event('Killing', 'startup')),
  },
  'readiness-gate': {
    objects: [pod(undefined, { readinessGates: [{ conditionType: 'example.com/opened' }] })],
    until: all(running(0), after(8_000)),
  },
  // Scheduling
  'cpu-insufficient': {
    objects: [deployment(podSpec(container({ resources: { requests: { cpu: '64' } } })))],
    until: unschedulable,
  },
  'memory-insufficient': {
    objects: [pod(container({ resources: { requests: { memory: '900Gi' } } }))],
    until: unschedulable,
  },
  'node-selector-unmet': { objects: [pod(undefined, { nodeSelector: { disk: 'ssd' } })], until: unschedulable },
  'affinity-unmet': {
    objects: [
      pod(undefined, {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }],
            },
          },
        },
      }),
    ],
    until: unschedulable,
  },
  'pods-kept-apart': {
    objects: [deployment(podSpec(undefined, apart), { replicas: 3 })],
    until: all(unschedulable, ready(2)),
  },
  'spread-impossible': {
    objects: [
      pod(undefined, {
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'rack',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { app: 'web' } },
          },
        ],
      }),
    ],
    until: unschedulable,
  },
  'host-port-taken': { objects: [deployment(podSpec(hostPort), { replicas: 3 })], until: all(unschedulable, ready(2)) },
  'scheduling-gated': {
    objects: [pod(undefined, { schedulingGates: [{ name: 'example.com/wait' }] })],
    until: condition('Pod', 'PodScheduled', 'SchedulingGated'),
  },
  'scheduler-unknown': { objects: [pod(undefined, { schedulerName: 'my-scheduler' })], until: after(8_000) },
  'node-unknown': {
    objects: [pod(undefined, { nodeName: 'node9' })],
    until: all(hasPod, after(6_000)),
    also: ['node/node1', 'node/node2'],
  },
  'node-has-no-room': {
    objects: [pod(container({ resources: { requests: { cpu: '64' } } }), { nodeName: 'node1' })],
    until: phase('Pod', 'Failed'),
  },
  // Claims
  'claim-missing': { objects: [pod(undefined, usesClaim('data'))], until: unschedulable },
  'claim-without-volume': {
    objects: [claim('data', { storageClassName: '' }), pod(undefined, usesClaim('data'))],
    until: all(unschedulable, event('FailedBinding')),
  },
  'claim-class-unknown': {
    objects: [claim('data', { storageClassName: 'fast' }), pod(undefined, usesClaim('data'))],
    until: all(unschedulable, event('ProvisioningFailed')),
  },
  'claim-waits-for-consumer': {
    objects: [
      {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: 'trouble-consumer' },
        provisioner: 'kubernetes.io/no-provisioner',
        volumeBindingMode: 'WaitForFirstConsumer',
      },
      claim('data', { storageClassName: 'trouble-consumer' }),
    ],
    until: event('WaitForFirstConsumer'),
    describe: 'pvc/data',
  },
  'claim-late-without-volume': {
    objects: [
      {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: 'trouble-late' },
        provisioner: 'kubernetes.io/no-provisioner',
        volumeBindingMode: 'WaitForFirstConsumer',
      },
      claim('data', { storageClassName: 'trouble-late' }),
      pod(undefined, usesClaim('data')),
    ],
    until: unschedulable,
  },
  'claim-volume-too-small': {
    objects: [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: 'trouble-small' },
        spec: {
          capacity: { storage: '1Mi' },
          accessModes: ['ReadWriteOnce'],
          hostPath: { path: '/tmp/hostpath_pv/small' },
        },
      },
      claim('data', { volumeName: 'trouble-small', storageClassName: '' }),
      pod(undefined, usesClaim('data')),
    ],
    until: all(unschedulable, event('VolumeMismatch')),
  },
  'claim-lost': {
    objects: [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: 'trouble-lost' },
        spec: {
          capacity: { storage: '2Gi' },
          accessModes: ['ReadWriteOnce'],
          hostPath: { path: '/tmp/hostpath_pv/lost' },
        },
      },
      claim('data', { volumeName: 'trouble-lost', storageClassName: '' }),
    ],
    first: phase('PersistentVolumeClaim', 'Bound'),
    next: [
      ['delete', 'pv', 'trouble-lost', '--wait=false'],
      ['patch', 'pv', 'trouble-lost', '--type=merge', '-p', '{"metadata":{"finalizers":null}}'],
    ],
    until: phase('PersistentVolumeClaim', 'Lost'),
    describe: 'pvc/data',
  },
  'volume-on-another-node': {
    objects: [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: 'trouble-far' },
        spec: {
          capacity: { storage: '2Gi' },
          accessModes: ['ReadWriteOnce'],
          hostPath: { path: '/tmp/hostpath_pv/far' },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node9'] }] },
              ],
            },
          },
        },
      },
      claim('data', { volumeName: 'trouble-far', storageClassName: '' }),
      pod(undefined, usesClaim('data')),
    ],
    until: event('FailedScheduling', 'affinity'),
  },
  // Refusals
  'quota-used-up': {
    objects: [quota({ pods: '1' }), deployment(podSpec(), { replicas: 3 })],
    until: all(replicaFailure, ready(1)),
    describe: 'rs',
  },
  'quota-wants-requests': {
    objects: [quota({ 'requests.cpu': '1' }), deployment()],
    until: replicaFailure,
    describe: 'rs',
  },
  'limit-exceeded': {
    objects: [
      {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: { name: 'modest' },
        spec: { limits: [{ type: 'Container', max: { memory: '64Mi' } }] },
      },
      deployment(podSpec(container({ resources: { limits: { memory: '1Gi' } } }))),
    ],
    until: replicaFailure,
    describe: 'rs',
  },
  'pod-security-refuses': {
    objects: [deployment()],
    until: replicaFailure,
    next: [
      ['label', 'namespace', 'NAMESPACE', restrictedNamespace],
      ['delete', 'rs', '--all'],
    ],
    first: ready(1),
    describe: 'rs',
  },
  'account-missing': {
    objects: [deployment(podSpec(undefined, { serviceAccountName: 'shop' }))],
    until: replicaFailure,
    describe: 'rs',
  },
  'priority-class-missing': {
    objects: [deployment(podSpec(undefined, { priorityClassName: 'urgent' }))],
    until: replicaFailure,
    describe: 'rs',
  },
  'stateful-set-refused': {
    objects: [quota({ pods: '0' }), workload('StatefulSet', podSpec(), { serviceName: 'web' })],
    until: failedCreate,
    describe: 'sts',
  },
  'daemon-set-refused': {
    objects: [quota({ pods: '0' }), workload('DaemonSet', podSpec())],
    until: failedCreate,
    describe: 'ds',
  },
  'job-refused': { objects: [quota({ pods: '0' }), job(container())], until: failedCreate, describe: 'job' },
  // Configuration
  'config-map-missing': {
    objects: [deployment(podSpec(env({ configMapKeyRef: { name: 'settings', key: 'COLOUR' } })))],
    until: all(inState('waiting', 'CreateContainerConfigError'), event('Failed')),
  },
  'config-map-missing-for-all': {
    objects: [pod(container({ envFrom: [{ configMapRef: { name: 'settings' } }] }))],
    until: inState('waiting', 'CreateContainerConfigError'),
  },
  'config-map-key-missing': {
    objects: [configMap, pod(env({ configMapKeyRef: { name: 'settings', key: 'COLOR' } }))],
    until: inState('waiting', 'CreateContainerConfigError'),
  },
  'secret-missing': {
    objects: [pod(env({ secretKeyRef: { name: 'login', key: 'user' } }))],
    until: inState('waiting', 'CreateContainerConfigError'),
  },
  'secret-key-missing': {
    objects: [secret, pod(env({ secretKeyRef: { name: 'login', key: 'password' } }))],
    until: inState('waiting', 'CreateContainerConfigError'),
  },
  'root-forbidden': {
    objects: [pod(container({ securityContext: { runAsNonRoot: true } }))],
    until: inState('waiting', 'CreateContainerConfigError'),
  },
  'volume-config-map-missing': {
    objects: [deployment(podSpec(mounts, volume({ configMap: { name: 'settings' } })))],
    until: all(event('FailedMount'), after(8_000)),
  },
  'volume-secret-missing': {
    objects: [pod(mounts, volume({ secret: { secretName: 'login' } }))],
    until: all(event('FailedMount'), after(8_000)),
  },
  'volume-key-missing': {
    objects: [
      configMap,
      pod(mounts, volume({ configMap: { name: 'settings', items: [{ key: 'site.conf', path: 'site.conf' }] } })),
    ],
    until: all(event('FailedMount'), after(8_000)),
  },
  'volume-no-such-folder': {
    objects: [pod(mounts, volume({ hostPath: { path: '/does/not/exist', type: 'Directory' } }))],
    until: all(event('FailedMount'), after(8_000)),
  },
  // Nodes
  evicted: {
    objects: [
      pod(
        runs('dd if=/dev/zero of=/files/big bs=1M count=8; sleep 1000', {
          volumeMounts: [{ name: 'files', mountPath: '/files' }],
        }),
        volume({ emptyDir: { sizeLimit: '1Mi' } }),
      ),
    ],
    until: phase('Pod', 'Failed'),
  },
  // On the way out
  terminating: {
    objects: [pod(undefined, { terminationGracePeriodSeconds: 30 })],
    first: ready(1),
    next: [['delete', 'pod', 'web', '--wait=false']],
    until: (objects) => of(objects, 'Pod').some(({ metadata }) => metadata.deletionTimestamp !== undefined),
  },
  'finalizer-stuck': {
    objects: [pod(undefined, {}, { finalizers: ['example.com/backup'] })],
    first: ready(1),
    next: [['delete', 'pod', 'web', '--wait=false']],
    until: all(phase('Pod', 'Failed'), after(15_000)),
  },
  'claim-in-use': {
    objects: [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: 'trouble-plenty' },
        spec: {
          capacity: { storage: '2Gi' },
          accessModes: ['ReadWriteOnce'],
          hostPath: { path: '/tmp/hostpath_pv/plenty' },
        },
      },
      claim('data', { volumeName: 'trouble-plenty', storageClassName: '' }),
      pod(undefined, usesClaim('data')),
    ],
    first: ready(1),
    next: [['delete', 'pvc', 'data', '--wait=false']],
    until: all(after(15_000), (objects) =>
      of(objects, 'PersistentVolumeClaim').some(({ metadata }) => metadata.deletionTimestamp !== undefined),
    ),
    describe: 'pvc/data',
  },
  'namespace-stuck': {
    objects: [{ ...configMap, metadata: { name: 'settings', finalizers: ['example.com/backup'] } }],
    first: (objects) => of(objects, 'ConfigMap').some(({ metadata }) => metadata.name === 'settings'),
    next: [['delete', 'namespace', 'NAMESPACE', '--wait=false']],
    until: condition('Namespace', 'NamespaceFinalizersRemaining', 'True'),
    describe: 'namespace/NAMESPACE',
    also: ['namespace/NAMESPACE'],
  },
  // Jobs
  'job-gave-up': {
    objects: [job(runs('exit 1'), { backoffLimit: 1 })],
    until: condition('Job', 'Failed', 'BackoffLimitExceeded'),
    describe: 'job',
  },
  'job-out-of-time': {
    objects: [job(container(), { activeDeadlineSeconds: 3 })],
    until: condition('Job', 'Failed', 'DeadlineExceeded'),
    describe: 'job',
  },
  'job-tries-again': {
    objects: [job(runs('exit 1'), { backoffLimit: 6 })],
    until: all(phase('Pod', 'Failed'), event('SuccessfulCreate')),
    describe: 'job',
  },
  // Rollouts
  'rollout-stuck': {
    objects: [deployment(podSpec(), { replicas: 2 })],
    first: ready(2),
    next: [['set', 'image', 'deployment/web', 'web=registry.invalid/shop/web:2']],
    until: inState('waiting', 'ImagePullBackOff'),
    describe: 'deployment/web',
  },
  'rollout-out-of-time': {
    objects: [deployment(podSpec(httpd({ readinessProbe: probe(port('http')) })), { progressDeadlineSeconds: 5 })],
    until: all(condition('Deployment', 'Progressing', 'ProgressDeadlineExceeded'), event('Unhealthy'), after(12_000)),
    describe: 'deployment/web',
  },
  'stateful-set-waits': {
    objects: [
      workload('StatefulSet', podSpec(httpd({ readinessProbe: probe(port('http')) })), {
        serviceName: 'web',
        replicas: 3,
      }),
    ],
    until: all(event('Unhealthy'), after(12_000)),
  },
  // Nothing wrong
  creating: { objects: [pod(image('registry.invalid/shop/web:1'))], until: inState('waiting', 'ContainerCreating') },
  well: {
    objects: [deployment(podSpec(httpd({ readinessProbe: probe(port('http', '/')) })), { replicas: 2 })],
    until: ready(2),
  },
};

/** Those that concern a node as a whole, one after the other. */
export const troubledNodes: Readonly<Record<string, TroubledState>> = {
  'claim-without-class': {
    objects: [
      {
        ...{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', provisioner: 'kubernetes.io/host-path' },
        metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'false' } },
      },
      claim('data'),
      pod(undefined, usesClaim('data')),
    ],
    until: all(unschedulable, event('FailedBinding')),
  },
  'taint-not-tolerated': {
    objects: [],
    next: [
      ['taint', 'node', 'node2', 'team=data:NoSchedule'],
      [
        'run',
        'web',
        '--image=busybox:1.35',
        '--overrides={"spec":{"nodeSelector":{"kubernetes.io/hostname":"node2"},"terminationGracePeriodSeconds":0}}',
      ],
    ],
    until: unschedulable,
  },
  'all-cordoned': {
    objects: [],
    next: [
      ['cordon', 'node1', 'node2'],
      ['run', 'web', '--image=busybox:1.35'],
    ],
    until: unschedulable,
  },
  'node-not-ready': {
    objects: [
      deployment(
        podSpec(undefined, {
          ...on('node2'),
          tolerations: [
            { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 600 },
          ],
        }),
      ),
    ],
    first: ready(1),
    next: [['node2', 'STOP']],
    until: all(condition('Node', 'Ready', 'NodeStatusUnknown'), ready(0)),
    also: ['node/node2'],
  },
  'node-lost': {
    objects: [
      deployment(
        podSpec(undefined, {
          ...on('node2'),
          terminationGracePeriodSeconds: 5,
          tolerations: [
            { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 1 },
          ],
        }),
      ),
    ],
    first: ready(1),
    next: [['node2', 'STOP']],
    until: (objects) =>
      of(objects, 'Pod').some(({ metadata }) => Date.now() - Date.parse(metadata.deletionTimestamp ?? '') > 8_000),
    also: ['node/node2'],
  },
};
