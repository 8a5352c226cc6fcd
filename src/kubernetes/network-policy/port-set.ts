/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ : TCP, UDP or SCTP. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';
export const protocols: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/** Both ends belong to it. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** The ports of each protocol, as ranges in ascending order that neither overlap nor touch. */
export type PortSet = Readonly<Record<Protocol, readonly PortRange[]>>;

const lastPort = 65_535;
const everyPort: readonly PortRange[] = [{ first: 1, last: lastPort }];

export const noPorts: PortSet = { TCP: [], UDP: [], SCTP: [] };
export const allPorts: PortSet = { TCP: everyPort, UDP: everyPort, SCTP: everyPort };

/** A range of one protocol; all of its ports without `first`, one port without `last`. */
export const portsOf = (protocol: Protocol, first?: number, last = first): PortSet => ({
  ...noPorts,
  [protocol]: first === undefined || last === undefined ? everyPort : first > last ? [] : [{ first, last }],
});

export const union = (...sets: readonly PortSet[]): PortSet =>
  byProtocol((protocol) => joined(sets.flatMap((set) => set[protocol])));

export const intersection = (left: PortSet, right: PortSet): PortSet =>
  byProtocol((protocol) =>
    joined(
      left[protocol].flatMap((a) =>
        right[protocol]
          .map((b) => ({ first: Math.max(a.first, b.first), last: Math.min(a.last, b.last) }))
          .filter(({ first, last }) => first <= last),
      ),
    ),
  );

/** What is in the left one and not in the right one. */
export const difference = (left: PortSet, right: PortSet): PortSet => intersection(left, complement(right));

export const isEmpty = (set: PortSet): boolean => protocols.every((protocol) => set[protocol].length === 0);

export const isSubset = (part: PortSet, whole: PortSet): boolean => isEmpty(difference(part, whole));

export const hasPort = (set: PortSet, protocol: Protocol, port: number): boolean =>
  set[protocol].some(({ first, last }) => first <= port && port <= last);

/** `TCP 5432`, `TCP 53, UDP 53`, `TCP 8000-8080`, `every port`, `every port but TCP 5432`. */
export function portSetText(set: PortSet): string {
  const rest = complement(set);
  if (isEmpty(rest)) return 'every port';
  if (isEmpty(set)) return 'no port';
  return rangeCount(rest) < rangeCount(set) ? `every port but ${listText(rest)}` : listText(set);
}

const listText = (set: PortSet): string =>
  protocols
    .filter((protocol) => set[protocol].length > 0)
    .map((protocol) => `${protocol} ${rangesText(set[protocol])}`)
    .join(', ');

const rangeCount = (set: PortSet): number => protocols.reduce((count, protocol) => count + set[protocol].length, 0);

function rangesText(ranges: readonly PortRange[]): string {
  const [only] = ranges;
  if (only?.first === 1 && only.last === lastPort) return 'on every port';
  const texts = ranges.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`));
  return texts.length === 1 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

const byProtocol = (rangesOf: (protocol: Protocol) => readonly PortRange[]): PortSet => ({
  TCP: rangesOf('TCP'),
  UDP: rangesOf('UDP'),
  SCTP: rangesOf('SCTP'),
});

const complement = (set: PortSet): PortSet =>
  byProtocol((protocol) => {
    const firsts = [1, ...set[protocol].map(({ last }) => last + 1)];
    const lasts = [...set[protocol].map(({ first }) => first - 1), lastPort];
    return firsts
      .map((first, index) => ({ first, last: lasts[index] ?? lastPort }))
      .filter(({ first, last }) => first <= last);
  });

function joined(ranges: readonly PortRange[]): readonly PortRange[] {
  const done: PortRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    const previous = done.at(-1);
    if (previous === undefined || range.first > previous.last + 1) done.push(range);
    else done[done.length - 1] = { first: previous.first, last: Math.max(previous.last, range.last) };
  }
  return done;
}
