import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { builtInKind } from '../kubernetes/resource-kind.ts';
import { hostOf } from './address.ts';
import { outageError } from './classify-failure.ts';
import type { Connection } from './connect.ts';
import { doubtAboutAddress, type GuardEvidence, type GuardNodes } from './guard.ts';
import { listAll } from './list.ts';

/**
 * Gathers what `judgeCluster` wants to know: looks up the server's name, and reads its nodes unless its address is
 * public. Our own cluster is known by its certificate and not asked.
 */
export async function gatherGuardEvidence(
  connection: Connection,
  options: { readonly isEmbedded: boolean; readonly timeoutMs?: number; readonly signal?: AbortSignal },
): Promise<GuardEvidence> {
  const { isEmbedded, ...waiting } = options;
  if (isEmbedded) return { addresses: [], machineNetworks: [], isEmbedded, nodes: { nodes: 'notAsked' } };
  const addresses = await addressesOf(hostOf(new URL(connection.server)));
  const isKept = doubtAboutAddress(addresses) !== undefined;
  const nodes: GuardNodes = isKept ? { nodes: 'notAsked' } : await nodesOf(connection, waiting);
  return { addresses, machineNetworks: machineNetworks(), isEmbedded, nodes };
}

async function nodesOf(
  connection: Connection,
  waiting: { readonly timeoutMs?: number; readonly signal?: AbortSignal },
): Promise<GuardNodes> {
  const node = builtInKind('Node');
  if (node === undefined) throw new Error('Node is a built-in kind');
  try {
    const result = await listAll(connection, node, waiting);
    return { nodes: 'seen', items: result.list === 'whole' ? result.items : [] };
  } catch (error) {
    return { nodes: 'unreadable', outage: outageError(error).outage };
  }
}

async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  try {
    return (await lookup(host, { all: true })).map((entry) => entry.address);
  } catch {
    return []; // nobody knows the name
  }
}

const machineNetworks = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((entries) =>
    (entries ?? []).flatMap((entry) => (entry.cidr === null ? [] : [entry.cidr])),
  );
