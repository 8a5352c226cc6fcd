import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { PodSecurityLevel } from '../../src/kubernetes/pod-security.ts';

/** The security context that the restricted level asks of a container. */
export const hardened: JsonObject = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

const container = (securityContext: JsonObject, more: JsonObject = {}): JsonObject => ({
  name: 'c',
  image: 'nginx',
  securityContext,
  ...more,
});
const pod = (more: JsonObject = {}, own: JsonObject = hardened, ofContainer: JsonObject = {}): JsonObject => ({
  containers: [container(own, ofContainer)],
  ...more,
});
const without = (key: string): JsonObject =>
  Object.fromEntries(Object.entries(hardened).filter(([field]) => field !== key));
const volume = (source: JsonObject): JsonObject => pod({ volumes: [{ name: 'v', ...source }] });

/** Each rule of https://kubernetes.io/docs/concepts/security/pod-security-standards/ kept and broken. */
export const podSecurityCases: readonly (readonly [string, JsonObject, PodSecurityLevel])[] = [
  ['hardened', pod(), 'restricted'],
  ['nothing said', pod({}, {}), 'baseline'],
  ['hostNetwork', pod({ hostNetwork: true }), 'privileged'],
  ['hostPID', pod({ hostPID: true }), 'privileged'],
  ['hostIPC', pod({ hostIPC: true }), 'privileged'],
  ['privileged', pod({}, { privileged: true }), 'privileged'],
  [
    'privileged init container',
    pod({ initContainers: [{ name: 'i', image: 'x', securityContext: { privileged: true } }] }),
    'privileged',
  ],
  ['an init container that says nothing', pod({ initContainers: [{ name: 'i', image: 'x' }] }), 'baseline'],
  ['NET_ADMIN', pod({}, { ...hardened, capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } }), 'privileged'],
  ['CHOWN', pod({}, { ...hardened, capabilities: { drop: ['ALL'], add: ['CHOWN'] } }), 'baseline'],
  [
    'NET_BIND_SERVICE',
    pod({}, { ...hardened, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }),
    'restricted',
  ],
  ['drops all in small letters', pod({}, { ...hardened, capabilities: { drop: ['all'] } }), 'baseline'],
  ['drops everything by name only', pod({}, { ...hardened, capabilities: { drop: ['CHOWN', 'KILL'] } }), 'baseline'],
  ['hostPath', volume({ hostPath: { path: '/' } }), 'privileged'],
  ['emptyDir', volume({ emptyDir: {} }), 'restricted'],
  ['image volume', volume({ image: { reference: 'nginx' } }), 'restricted'],
  ['nfs', volume({ nfs: { server: 's', path: '/' } }), 'baseline'],
  ['projected', volume({ projected: { sources: [] } }), 'restricted'],
  ['hostPort', pod({}, hardened, { ports: [{ containerPort: 80, hostPort: 80 }] }), 'privileged'],
  ['containerPort', pod({}, hardened, { ports: [{ containerPort: 80 }] }), 'restricted'],
  [
    'probe of another host',
    pod({}, hardened, { livenessProbe: { httpGet: { port: 80, host: '127.0.0.1' } } }),
    'privileged',
  ],
  [
    'tcp probe of another host',
    pod({}, hardened, { readinessProbe: { tcpSocket: { port: 80, host: 'x' } } }),
    'privileged',
  ],
  [
    'hook to another host',
    pod({}, hardened, { lifecycle: { preStop: { httpGet: { port: 80, host: 'x' } } } }),
    'privileged',
  ],
  ['probe of its own', pod({}, hardened, { livenessProbe: { httpGet: { port: 80 } } }), 'restricted'],
  ['AppArmor off', pod({}, { ...hardened, appArmorProfile: { type: 'Unconfined' } }), 'privileged'],
  ['AppArmor', pod({}, { ...hardened, appArmorProfile: { type: 'RuntimeDefault' } }), 'restricted'],
  ['SELinux type', pod({ securityContext: { seLinuxOptions: { type: 'container_t' } } }), 'restricted'],
  [
    'SELinux type of an engine',
    pod({ securityContext: { seLinuxOptions: { type: 'container_engine_t' } } }),
    'restricted',
  ],
  ['another SELinux type', pod({ securityContext: { seLinuxOptions: { type: 'spc_t' } } }), 'privileged'],
  ['SELinux user', pod({ securityContext: { seLinuxOptions: { user: 'root' } } }), 'privileged'],
  ['SELinux role', pod({}, { ...hardened, seLinuxOptions: { role: 'x' } }), 'privileged'],
  ['procMount', pod({ hostUsers: false }, { ...hardened, procMount: 'Unmasked' }), 'baseline'],
  ['seccomp off', pod({}, { ...hardened, seccompProfile: { type: 'Unconfined' } }), 'privileged'],
  [
    'seccomp off in the Pod, on in the container',
    pod({ securityContext: { seccompProfile: { type: 'Unconfined' } } }),
    'privileged',
  ],
  [
    'seccomp of the node',
    pod({}, { ...hardened, seccompProfile: { type: 'Localhost', localhostProfile: 'p' } }),
    'restricted',
  ],
  ['no seccomp', pod({}, without('seccompProfile')), 'baseline'],
  [
    'seccomp of the Pod',
    pod({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }, without('seccompProfile')),
    'restricted',
  ],
  [
    'safe sysctl',
    pod({ securityContext: { sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] } }),
    'restricted',
  ],
  [
    'sysctl of 1.32',
    pod({ securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem', value: '4096' }] } }),
    'restricted',
  ],
  ['unsafe sysctl', pod({ securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }), 'privileged'],
  ['may escalate', pod({}, { ...hardened, allowPrivilegeEscalation: true }), 'baseline'],
  ['does not say whether it escalates', pod({}, without('allowPrivilegeEscalation')), 'baseline'],
  ['does not say that it is not root', pod({}, without('runAsNonRoot')), 'baseline'],
  ['runAsNonRoot of the Pod', pod({ securityContext: { runAsNonRoot: true } }, without('runAsNonRoot')), 'restricted'],
  ['false in the Pod, true in the container', pod({ securityContext: { runAsNonRoot: false } }), 'baseline'],
  [
    'true in the Pod, false in the container',
    pod({ securityContext: { runAsNonRoot: true } }, { ...hardened, runAsNonRoot: false }),
    'baseline',
  ],
  ['user 0', pod({}, { ...hardened, runAsUser: 0 }), 'baseline'],
  ['user 0 of the Pod', pod({ securityContext: { runAsUser: 0 } }), 'baseline'],
  ['user 1000', pod({}, { ...hardened, runAsUser: 1000 }), 'restricted'],
  ['root in a user namespace', pod({ hostUsers: false }, { ...without('runAsNonRoot'), runAsUser: 0 }), 'restricted'],
  ['no capabilities dropped', pod({}, without('capabilities')), 'baseline'],
  [
    'a second container that says nothing',
    pod({ containers: [container(hardened), { name: 'd', image: 'x' }] }),
    'baseline',
  ],
  ['Windows', { os: { name: 'windows' }, containers: [container({ runAsNonRoot: true })] }, 'restricted'],
  [
    'a host process of Windows',
    {
      ...{ os: { name: 'windows' }, hostNetwork: true, containers: [{ name: 'c', image: 'x' }] },
      securityContext: { windowsOptions: { hostProcess: true, runAsUserName: 'NT AUTHORITY\\SYSTEM' } },
    },
    'privileged',
  ],
];
