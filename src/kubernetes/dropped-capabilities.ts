import type { Json, JsonObject } from './json.ts';

/** https://man7.org/linux/man-pages/man7/capabilities.7.html */
const known: readonly string[] = [
  ...['AUDIT_CONTROL', 'AUDIT_READ', 'AUDIT_WRITE', 'BLOCK_SUSPEND', 'BPF', 'CHECKPOINT_RESTORE', 'CHOWN'],
  ...['DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER', 'FSETID', 'IPC_LOCK', 'IPC_OWNER', 'KILL', 'LEASE'],
  ...['LINUX_IMMUTABLE', 'MAC_ADMIN', 'MAC_OVERRIDE', 'MKNOD', 'NET_ADMIN', 'NET_BIND_SERVICE', 'NET_BROADCAST'],
  ...['NET_RAW', 'PERFMON', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_ADMIN', 'SYS_BOOT', 'SYS_CHROOT'],
  ...['SYS_MODULE', 'SYS_NICE', 'SYS_PACCT', 'SYS_PTRACE', 'SYS_RAWIO', 'SYS_RESOURCE', 'SYS_TIME', 'SYS_TTY_CONFIG'],
  ...['SYSLOG', 'WAKE_ALARM'],
];

/**
 * Capabilities with each that `ALL` drops by its name as well, but for those that are added again.
 * https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-capabilities-for-a-container
 */
export function withAllDropped(capabilities: JsonObject): JsonObject {
  const [added, dropped] = [namesIn(capabilities.add), namesIn(capabilities.drop)];
  if (!dropped.includes('ALL') || added.includes('ALL')) return capabilities;
  return { ...capabilities, drop: [...dropped, ...known.filter((name) => !added.includes(name))] };
}

const namesIn = (list: Json | undefined): readonly Json[] => (Array.isArray(list) ? list : []);
