import type { Wanted } from '../debian-packages.ts';

/** What a node is made of beside our own programs. */
export const nodePackages: readonly Wanted[] = [
  ['containerd', '/usr/bin/containerd'],
  ['runc', '/usr/sbin/runc'],
  ['containernetworking-plugins', '/usr/lib/cni/bridge'],
  ['iptables', '/usr/sbin/iptables'],
  ['conntrack', '/usr/sbin/conntrack'],
  ['iproute2', '/sbin/ip'],
  ['wget', '/usr/bin/wget'],
];
