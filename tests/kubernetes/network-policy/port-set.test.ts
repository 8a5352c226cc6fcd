import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PortSet, Protocol } from '../../../src/kubernetes/network-policy/port-set.ts';
import {
  allPorts,
  difference,
  hasPort,
  intersection,
  isSubset,
  noPorts,
  portSetText,
  portsOf,
  union,
} from '../../../src/kubernetes/network-policy/port-set.ts';

const protocol = fc.constantFrom<Protocol[]>('TCP', 'UDP', 'SCTP');
const port = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(65_534, 65_535));
const range = fc.tuple(protocol, port, port).map(([way, a, b]) => portsOf(way, Math.min(a, b), Math.max(a, b)));
const set = fc.array(range, { maxLength: 6 }).map((ranges) => union(noPorts, ...ranges));

test('the operations are those of sets, port by port', () => {
  fc.assert(
    fc.property(set, set, protocol, port, (a, b, way, number) => {
      const [inA, inB] = [hasPort(a, way, number), hasPort(b, way, number)];
      expect(hasPort(union(a, b), way, number)).toBe(inA || inB);
      expect(hasPort(intersection(a, b), way, number)).toBe(inA && inB);
      expect(hasPort(difference(a, b), way, number)).toBe(inA && !inB);
    }),
  );
});

test('a set has one form', () => {
  fc.assert(
    fc.property(set, set, (a, b) => {
      expect(union(difference(a, b), intersection(a, b))).toEqual(a);
      expect(isSubset(intersection(a, b), b)).toBe(true);
    }),
  );
});

test.each<readonly [PortSet, string]>([
  [noPorts, 'no port'],
  [allPorts, 'every port'],
  [portsOf('TCP', 5432), 'TCP 5432'],
  [portsOf('UDP'), 'UDP on every port'],
  [portsOf('TCP', 8000, 8080), 'TCP 8000-8080'],
  [union(portsOf('UDP', 53), portsOf('TCP', 53)), 'TCP 53, UDP 53'],
  [union(portsOf('TCP', 80), portsOf('TCP', 81), portsOf('TCP', 443)), 'TCP 80-81 and 443'],
  [difference(allPorts, portsOf('TCP', 5432)), 'every port but TCP 5432'],
  [portsOf('TCP', 9, 8), 'no port'],
])('%#: %s', (ports, text) => {
  expect(portSetText(ports)).toBe(text);
});
