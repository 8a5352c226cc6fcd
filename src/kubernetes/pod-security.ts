import type { Json, JsonObject } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';
import { allContainers, mappingsAt } from './pod-template.ts';

export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

/**
 * The strictest level of the Pod Security Standards that a Pod spec meets, in the version that `latest` means in 1.36.
 * `annotations` are the Pod's own; old ones still speak of AppArmor.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function podSecurityLevelOf(podSpec: JsonObject, annotations: JsonObject = {}): PodSecurityLevel {
  if (!baselineRules.every((rule) => rule(podSpec, annotations))) return 'privileged';
  return restrictedRules.every((rule) => rule(podSpec, annotations)) ? 'restricted' : 'baseline';
}

type Rule = (podSpec: JsonObject, annotations: JsonObject) => boolean;

const baselineCapabilities = new Set([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE'],
  ...['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
]);
const safeSysctls = new Set([
  ...['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start'],
  ...['net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_local_reserved_ports'],
  ...['net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl'],
  ...['net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'],
]);
const seLinuxTypes = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);
const restrictedVolumes = new Set([
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected'],
  'secret',
]);

const baselineRules: readonly Rule[] = [
  (spec) => ['hostNetwork', 'hostPID', 'hostIPC'].every((field) => spec[field] !== true),
  eachContext((context) => valueAt(context, 'windowsOptions', 'hostProcess') !== true),
  eachContainer((container) => valueAt(container, 'securityContext', 'privileged') !== true),
  eachContainer((container) => capabilities(container, 'add').every((name) => baselineCapabilities.has(name))),
  (spec) => mappingsAt(spec, 'volumes').every((volume) => !Object.hasOwn(volume, 'hostPath')),
  eachContainer((container) => mappingsAt(container, 'ports').every((port) => (port.hostPort ?? 0) === 0)),
  eachContainer(hasNoProbeHost),
  eachContext((context) => isConfined(valueAt(context, 'appArmorProfile'))),
  (_spec, annotations) => Object.entries(annotations).every(([key, value]) => isConfinedBy(key, String(value))),
  eachContext(hasBaselineSeLinux),
  (spec) => hasUserNamespace(spec) || hasDefaultProcMount(spec),
  eachContext((context) => isConfined(valueAt(context, 'seccompProfile'))),
  (spec) => mappingsAt(spec, 'securityContext', 'sysctls').every((sysctl) => safeSysctls.has(String(sysctl.name))),
];

const restrictedRules: readonly Rule[] = [
  (spec) =>
    mappingsAt(spec, 'volumes').every((volume) => Object.keys(volume).some((type) => restrictedVolumes.has(type))),
  (spec) =>
    isWindows(spec) || containersOf(spec).every((container) => own(container, 'allowPrivilegeEscalation') === false),
  (spec) => hasUserNamespace(spec) || runsAsNonRoot(spec),
  (spec) => hasUserNamespace(spec) || contextsOf(spec).every((context) => valueAt(context, 'runAsUser') !== 0),
  (spec) =>
    isWindows(spec) ||
    containersOf(spec).every((container) =>
      isJsonObject(own(container, 'seccompProfile') ?? valueAt(spec, 'securityContext', 'seccompProfile')),
    ),
  (spec) => isWindows(spec) || containersOf(spec).every(hasDroppedCapabilities),
  hasDefaultProcMount,
];

function eachContainer(holds: (container: JsonObject) => boolean): Rule {
  return (spec) => containersOf(spec).every(holds);
}

/** Of the Pod and of every container. */
function eachContext(holds: (context: JsonObject) => boolean): Rule {
  return (spec) => contextsOf(spec).every(holds);
}

const containersOf = (spec: JsonObject): readonly JsonObject[] => [
  ...allContainers(spec),
  ...mappingsAt(spec, 'ephemeralContainers'),
];

const contextsOf = (spec: JsonObject): readonly JsonObject[] =>
  [spec, ...containersOf(spec)].map((holder) => holder.securityContext).filter(isJsonObject);

const own = (container: JsonObject, field: string): Json | undefined => valueAt(container, 'securityContext', field);

/** With user namespaces the root of a container is nobody on the node, so that the standards ask less. */
const hasUserNamespace = (spec: JsonObject): boolean => spec.hostUsers === false;
const isWindows = (spec: JsonObject): boolean => valueAt(spec, 'os', 'name') === 'windows';

/** A profile that is named is the runtime's own or one of the node's. */
const isConfined = (profile: Json | undefined): boolean =>
  !isJsonObject(profile) || profile.type === 'RuntimeDefault' || profile.type === 'Localhost';

function isConfinedBy(key: string, profile: string): boolean {
  if (!key.startsWith('container.apparmor.security.beta.kubernetes.io/')) return true;
  return profile === '' || profile === 'runtime/default' || profile.startsWith('localhost/');
}

function hasBaselineSeLinux(context: JsonObject): boolean {
  const options = valueAt(context, 'seLinuxOptions');
  if (!isJsonObject(options)) return true;
  return seLinuxTypes.has(String(options.type ?? '')) && !options.user && !options.role;
}

function hasNoProbeHost(container: JsonObject): boolean {
  const handlers = [
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => container[probe]),
    ...['postStart', 'preStop'].map((hook) => valueAt(container, 'lifecycle', hook)),
  ];
  return handlers.every((handler) =>
    ['httpGet', 'tcpSocket'].every((action) => (valueAt(handler, action, 'host') ?? '') === ''),
  );
}

function hasDefaultProcMount(spec: JsonObject): boolean {
  return containersOf(spec).every((container) => (own(container, 'procMount') ?? 'Default') === 'Default');
}

/** The Pod must not say false even where every container says true. */
function runsAsNonRoot(spec: JsonObject): boolean {
  const ofPod = valueAt(spec, 'securityContext', 'runAsNonRoot');
  return ofPod !== false && containersOf(spec).every((container) => (own(container, 'runAsNonRoot') ?? ofPod) === true);
}

const hasDroppedCapabilities = (container: JsonObject): boolean =>
  capabilities(container, 'drop').includes('ALL') &&
  capabilities(container, 'add').every((name) => name === 'NET_BIND_SERVICE');

function capabilities(container: JsonObject, list: 'add' | 'drop'): readonly string[] {
  const names = valueAt(container, 'securityContext', 'capabilities', list);
  return Array.isArray(names) ? names.map(String) : [];
}
