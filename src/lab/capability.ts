/** What a cluster may or may not be able to do. Found out by `cluster/`, named by `needs:` in labs. */
export const capabilityNames = [
  'pods-run',
  'traffic',
  'network-policy',
  'metrics',
  'storage-class',
  'load-balancer',
  'ingress',
  'dns',
] as const;

export type CapabilityName = (typeof capabilityNames)[number];

/** `pods-run`, or `nodes>=2` for a number of nodes that take pods. */
export type Capability =
  | { readonly capability: CapabilityName }
  | { readonly capability: 'nodes'; readonly atLeast: number };

/** Reads one entry of `needs:`; undefined for what is none. */
export function parseCapability(text: string): Capability | undefined {
  const nodes = /^nodes>=([1-9]\d?)$/.exec(text);
  if (nodes !== null) return { capability: 'nodes', atLeast: Number(nodes[1]) };
  const capability = capabilityNames.find((name) => name === text);
  return capability === undefined ? undefined : { capability };
}
