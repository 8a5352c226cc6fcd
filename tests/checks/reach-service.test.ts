import { describe, expect, test } from 'vitest';
import { judgeReach, pod, policy, said } from './reach-shop.ts';

const codes = (reach: string, objects: string, without: readonly string[] = []): string => {
  const words = said(judgeReach(reach, objects, without));
  return typeof words === 'string' ? words : words.map((line) => line.split(':')[0]).join(', ');
};

const service = (more: string): string =>
  `---\n{ apiVersion: v1, kind: Service, metadata: { name: db, namespace: shop, uid: u-1 }, spec: { clusterIP: 10.96.0.9, ${more} } }\n`;
const slice = (ports: string, endpoints: string, uid = 'u-1'): string =>
  `---\n{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: db-${uid}, namespace: shop, labels: { kubernetes.io/service-name: db }, ownerReferences: [{ kind: Service, name: db, uid: ${uid} }] }, ports: [${ports}], endpoints: [${endpoints}] }\n`;
const end = (name: string, conditions = 'ready: true'): string =>
  `{ targetRef: { kind: Pod, name: ${name} }, addresses: [10.244.0.1], conditions: { ${conditions} } }`;
const both = `${end('db-1')}, ${end('db-2')}`;

const byRole = 'selector: { role: db }';
const named = service(`${byRole}, ports: [{ port: 80, targetPort: postgres }]`);
const twoPorts = service(
  `${byRole}, ports: [{ name: sql, port: 80, targetPort: 5432 }, { name: numbers, port: 81, targetPort: metrics }]`,
);
const frontend = 'podSelector: { matchLabels: { role: frontend } }';
const open = (entry: string, selector = '{ role: db }'): string =>
  policy(
    `p-${selector.length}`,
    `{ podSelector: { matchLabels: ${selector} }, ingress: [{ from: [{ ${frontend} }], ports: [${entry}] }] }`,
  );
const shut = (selector: string): string => policy('shut', `{ podSelector: { matchLabels: ${selector} } }`);
const reaches = (port: string | number): string =>
  `{ to: { service: db, in: shop }, allow: [{ from: { labels: { role: frontend }, in: shop }, port: ${port} }] }`;
const closed = reaches(80).replace('allow', 'deny');

/** Objects that make up the Service and the policies, the check, and whether it holds. */
type Case = readonly [fact: string, reach: string, objects: string, verdict: string];
const check = (cases: readonly Case[]) =>
  test.each(cases)('%s', (_fact, reach, objects, verdict) => {
    expect(codes(reach, objects)).toBe(verdict);
  });

// https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions
describe('which endpoints count', () => {
  const openFirst = open('{ port: 5432 }', '{ app: db }') + shut('{ app: db-replica }');
  check([
    ['all that are ready must be reached', reaches(80), openFirst + named + slice('', both), 'cannot_reach'],
    [
      'not those that are not ready',
      reaches(80),
      openFirst + named + slice('', `${end('db-1')}, ${end('db-2', 'ready: false')}`),
      'holds',
    ],
    [
      'not those on their way out',
      reaches(80),
      openFirst + named + slice('', `${end('db-1')}, ${end('db-2', 'ready: false, serving: true, terminating: true')}`),
      'holds',
    ],
    [
      'conditions left out mean ready',
      reaches(80),
      openFirst + named + slice('', `${end('db-1')}, ${end('db-2', '')}`),
      'cannot_reach',
    ],
    [
      'as the slice says, for publishNotReadyAddresses',
      reaches(80),
      open('{ port: 5432 }') +
        named +
        slice('', both) +
        `---\n${pod('db-2', 'shop', 'role: db, app: db-replica', 'postgres 5432').replace("status: 'True'", "status: 'False'")}`,
      'holds',
    ],
    [
      'not those of a Service of the same name before it',
      reaches(80),
      openFirst + named + slice('', end('db-1')) + slice('', end('db-2'), 'u-0'),
      'holds',
    ],
    [
      'in both families they are one',
      reaches(80),
      open('{ port: 5432 }') + named + slice('', both) + slice('', both).replace('db-u-1', 'db-v6'),
      'holds',
    ],
    ['none at all', reaches(80), open('{ port: 5432 }') + named + slice('', ''), 'not_ready'],
    [
      'nobody may come to one that gets ready, too',
      closed,
      shut('{ app: db }') + named + slice('', `${end('db-1')}, ${end('db-2', 'ready: false')}`),
      'reaches_too_much',
    ],
    ['nobody comes', closed, shut('{ role: db }') + named + slice('', both), 'holds'],
    [
      'an ExternalName leads to none',
      reaches(80),
      open('{ port: 5432 }') +
        service('type: ExternalName, externalName: db.example').replace('clusterIP: 10.96.0.9, ', ''),
      'not_ready',
    ],
  ]);
});

// https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
describe('where a port of a Service arrives', () => {
  const other = `---\n${pod('db-2', 'shop', 'role: db, app: db-replica', 'postgres 6432')}`;
  const without = `---\n${pod('db-2', 'shop', 'role: db, app: db-replica')}`;
  const udp = (name: string): string =>
    `---\n${pod(name, 'shop', 'role: db', 'postgres 5432').replace('containerPort: 5432', 'containerPort: 5432, protocol: UDP')}\n`;
  const twice = (name: string): string =>
    `---\n${pod(name, 'shop', 'role: db', 'postgres 5432').replace('}] }]', '}] }, { name: side, ports: [{ name: postgres, containerPort: 6432 }] }]')}\n`;
  check([
    [
      'by name, at the number it has in each Pod',
      reaches(80),
      open('{ port: 5432 }') + named + slice('', both) + other,
      'cannot_reach',
    ],
    ['by name, allowed by name', reaches(80), open('{ port: postgres }') + named + slice('', both) + other, 'holds'],
    [
      'not in a Pod that does not know the name',
      reaches(80),
      open('{ port: 5432 }') + named + slice('', both) + without,
      'holds',
    ],
    [
      // FindPort, pkg/api/v1/pod/util.go of Kubernetes: the first container that has the name
      'by a name that two containers have, in the first of them',
      reaches(80),
      open('{ port: 5432 }') + named + slice('', both) + twice('db-1') + twice('db-2'),
      'holds',
    ],
    [
      'by a name that two containers have, not in the second',
      reaches(80),
      open('{ port: 6432 }') + named + slice('', both) + twice('db-1') + twice('db-2'),
      'cannot_reach',
    ],
    [
      'a name of another protocol is another port',
      reaches(80),
      open('{ port: 5432 }') + named + slice('', both) + udp('db-1') + udp('db-2'),
      'port_differs',
    ],
    [
      'of several ports, the one that is asked for by number',
      reaches(81),
      open('{ port: 9187 }') + twoPorts + slice('', both),
      'holds',
    ],
    ['or by its name in the Service', reaches('numbers'), open('{ port: 9187 }') + twoPorts + slice('', both), 'holds'],
    ['and not the other', reaches('numbers'), open('{ port: 5432 }') + twoPorts + slice('', both), 'cannot_reach'],
    [
      'by its name in the Service, and its protocol',
      reaches('numbers, protocol: TCP'),
      open('{ port: 9187 }') + twoPorts + slice('', both),
      'holds',
    ],
    [
      'by its name in the Service, and another protocol',
      reaches('numbers, protocol: UDP'),
      open('{ port: 9187 }') + twoPorts + slice('', both),
      'port_differs',
    ],
    [
      'the name of the container port is not one of the Service',
      reaches('metrics'),
      open('{ port: 9187 }') + twoPorts + slice('', both),
      'port_differs',
    ],
    [
      'without a target port at its own',
      reaches(5432),
      open('{ port: 5432 }') + service(`${byRole}, ports: [{ port: 5432 }]`) + slice('', both),
      'holds',
    ],
    // ValidateService, pkg/apis/core/validation of Kubernetes: a headless Service need not have ports
    [
      'without ports, of a headless Service, at any',
      reaches(5432),
      open('{ port: 5432 }') + service(byRole).replace('10.96.0.9', 'None') + slice('', both),
      'holds',
    ],
    [
      'without ports, of a headless Service, and shut',
      reaches(5432),
      open('{ port: 9187 }') + service(byRole).replace('10.96.0.9', 'None') + slice('', both),
      'cannot_reach',
    ],
    [
      'every port of the Service',
      reaches(80).replace(', port: 80', ''),
      open('{ port: 5432 }, { port: metrics }') + twoPorts + slice('', both),
      'holds',
    ],
    [
      'every port of the Service, and one is shut',
      reaches(80).replace(', port: 80', ''),
      open('{ port: 5432 }') + twoPorts + slice('', both),
      'cannot_reach',
    ],
    [
      'that of UDP is no port of TCP',
      reaches(53),
      open('{ port: 53, protocol: UDP }') +
        service(`${byRole}, ports: [{ port: 53, protocol: UDP }]`) +
        slice('', both),
      'port_differs',
    ],
    [
      'it is asked for with its protocol',
      reaches(53).replace('port: 53', 'port: 53, protocol: UDP'),
      open('{ port: 53, protocol: UDP }') +
        service(`${byRole}, ports: [{ port: 53, protocol: UDP }]`) +
        slice('', both),
      'holds',
    ],
  ]);
});

// https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors
describe('without a selector', () => {
  const bare = service('ports: [{ name: sql, port: 80 }]');
  const toIt = '{ from: { pods: { role: frontend }, in: shop }, allow: [{ to: { service: db, in: shop }, port: 80 }] }';
  const out = (peer: string, port: number): string =>
    policy(
      'out',
      `{ podSelector: { matchLabels: { role: frontend } }, policyTypes: [Egress], egress: [{ to: [${peer}], ports: [{ port: ${port} }] }] }`,
    );
  const outside = slice(
    '{ name: sql, port: 9376, protocol: TCP }',
    '{ addresses: [203.0.113.7], conditions: { ready: true } }',
  );
  const podAddress = '10.244.0.149';
  const inside = slice(
    '{ name: sql, port: 5432, protocol: TCP }',
    `{ addresses: [${podAddress}], conditions: { ready: true } }`,
  );
  const odd = `---\n${pod('odd-1', 'shop', 'role: odd').replace(/10\.244\.0\.\d+/, podAddress)}`;
  check([
    [
      'the slice has the address and the port; a block may be compared with either address',
      toIt,
      out('{ ipBlock: { cidr: 203.0.113.0/24 } }', 9376) + bare + outside,
      'left_to_plugin',
    ],
    [
      'nothing that holds neither',
      toIt,
      out('{ ipBlock: { cidr: 198.51.100.0/24 } }', 9376) + bare + outside,
      'cannot_reach',
    ],
    ['on its port', toIt, out('{ ipBlock: { cidr: 0.0.0.0/0 } }', 9376) + bare + outside, 'holds'],
    ['not on the Service’s', toIt, out('{ ipBlock: { cidr: 0.0.0.0/0 } }', 80) + bare + outside, 'cannot_reach'],
    ['to no slice whose port has another name', toIt, bare + outside.replace('name: sql', 'name: db'), 'not_ready'],
    ['to none whose port has another protocol', toIt, bare + outside.replace('TCP', 'UDP'), 'not_ready'],
    [
      'at no port that no slice has',
      toIt.replace('port: 80', 'port: 81'),
      service('ports: [{ name: sql, port: 80 }, { name: numbers, port: 81 }]') + outside,
      'port_differs',
    ],
    [
      'without an address of its own at any, whatever its name',
      toIt,
      bare.replace('10.96.0.9', 'None') + outside.replace('name: sql', 'name: db'),
      'holds',
    ],
    [
      'an address of a Pod is that Pod',
      toIt,
      out('{ podSelector: { matchLabels: { role: odd } } }', 5432) + bare + inside + odd,
      'holds',
    ],
  ]);
});
