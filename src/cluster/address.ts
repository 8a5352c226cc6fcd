import { BlockList, isIP } from 'node:net';

const own: readonly (readonly [string, number])[] = [
  ['127.0.0.0', 8],
  ['::1', 128],
];

/** RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291. */
const nonPublic: readonly (readonly [string, number])[] = [
  ...own,
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['fc00::', 7],
  ['fe80::', 10],
];

export const isLoopback = (address: string): boolean => isIn(own, address);

/** Whether anybody on the internet may be behind this address. What is no address counts as public. */
export const isPublic = (address: string): boolean => !isIn(nonPublic, address);

/** Whether one of these networks (`192.168.64.1/24`) holds the address. */
export function isInNetworks(networks: readonly string[], address: string): boolean {
  const pairs = networks.flatMap((network) => {
    const [base = '', prefix = ''] = network.split('/');
    const limit = { 0: -1, 4: 32, 6: 128 }[isIP(base)] ?? -1;
    return /^\d{1,3}$/.test(prefix) && Number(prefix) <= limit ? [[base, Number(prefix)] as const] : [];
  });
  return isIn(pairs, address);
}

/** A server's host as an address has it: without the brackets of IPv6. */
export const hostOf = (server: URL): string => server.hostname.replace(/^\[|\]$/g, '').toLowerCase();

function isIn(networks: readonly (readonly [string, number])[], address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const list = new BlockList(); // it knows IPv4 in IPv6 (::ffff:10.0.0.1) too
  for (const [base, prefix] of networks) list.addSubnet(base, prefix, isIP(base) === 4 ? 'ipv4' : 'ipv6');
  return list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
