import { expect, test } from 'vitest';
import { parsePermission } from '../../src/kubernetes/permission.ts';

const cluster = { scope: 'cluster' } as const;
const shop = { scope: 'namespace', alias: 'shop' } as const;

test.each([
  ['get pods in shop', ['get'], { resources: [{ group: '', resource: 'pods' }], scope: shop }],
  ['get list watch pods', ['get', 'list', 'watch'], { resources: [{ group: '', resource: 'pods' }], scope: cluster }],
  ['list pods in all namespaces', ['list'], { resources: [{ group: '', resource: 'pods' }], scope: cluster }],
  ['get deployments in shop', ['get'], { resources: [{ group: 'apps', resource: 'deployments' }], scope: shop }],
  ['get deploy in shop', ['get'], { resources: [{ group: 'apps', resource: 'deployments' }], scope: shop }],
  [
    'get deployments.extensions',
    ['get'],
    { resources: [{ group: 'extensions', resource: 'deployments' }], scope: cluster },
  ],
  [
    'update deployments/scale in shop',
    ['update'],
    { resources: [{ group: 'apps', resource: 'deployments', subresource: 'scale' }], scope: shop },
  ],
  ['get pods/log in shop', ['get'], { resources: [{ group: '', resource: 'pods', subresource: 'log' }], scope: shop }],
  [
    'get configmaps named notes in shop',
    ['get'],
    { resources: [{ group: '', resource: 'configmaps' }], scope: shop, name: 'notes' },
  ],
  [
    'get pods,services in shop',
    ['get'],
    {
      resources: [
        { group: '', resource: 'pods' },
        { group: '', resource: 'services' },
      ],
      scope: shop,
    },
  ],
  ['get widgets.example.com', ['get'], { resources: [{ group: 'example.com', resource: 'widgets' }], scope: cluster }],
  ['* * in shop', ['*'], { resources: [{ group: '*', resource: '*' }], scope: shop }],
  ['* *', ['*'], { resources: [{ group: '*', resource: '*' }], scope: cluster }],
])('%j', (text, verbs, target) =>
  expect(parsePermission(text)).toEqual({ permission: { verbs, target: { target: 'resources', ...target } } }),
);

test.each(['get /healthz', 'get post /api/*'])('%j asks for a path', (text) => {
  const words = text.split(' ');
  expect(parsePermission(text)).toEqual({
    permission: { verbs: words.slice(0, -1), target: { target: 'path', path: words.at(-1) } },
  });
});

test.each([
  ['get', '"get" names no resource after its verbs'],
  ['fetch pods', '"fetch pods" begins with "fetch", which is no verb that Kubernetes knows'],
  ['get pods in', '"get pods in": after pods comes "named NAME", "in NAMESPACE" or "in all namespaces"'],
  ['get pods from shop', '"get pods from shop": after pods comes "named NAME", "in NAMESPACE" or "in all namespaces"'],
  [
    'get pods named a named b',
    '"get pods named a named b": after pods comes "named NAME", "in NAMESPACE" or "in all namespaces"',
  ],
  [
    'get pods in shop now',
    '"get pods in shop now": after pods comes "named NAME", "in NAMESPACE" or "in all namespaces"',
  ],
  ['get /healthz in shop', '"get /healthz in shop" says more after the path /healthz'],
])('%j is a mistake', (text, mistake) => expect(parsePermission(text)).toEqual({ mistake }));
