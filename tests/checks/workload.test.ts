import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/kubernetes/json.ts';
import { shop } from '../fixtures/real-objects.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, evidenceOf, issuesOf, judge, without } from './judging.ts';
import { testRows } from './test-rows.ts';

const of = 'deployment/web';
const on = (spec: JsonObject): Json => ({ workload: { of, in: 'shop', ...spec } });
const podSpec = (patch: JsonObject): Circumstances => ({
  objects: changed(shop, 'Deployment/web', { spec: { template: { spec: patch } } }),
});
const container = (patch: JsonObject): Circumstances =>
  podSpec({ containers: [{ name: 'web', image: 'x', ...patch }] });
const nodeFolder = (path: string, more: JsonObject = {}): Circumstances =>
  podSpec({
    volumes: [{ name: 'logs', hostPath: { path } }],
    containers: [{ name: 'web', image: 'x', volumeMounts: [{ name: 'logs', mountPath: '/logs', ...more }] }],
  });
const script = (text: string, more: JsonObject = {}): Circumstances =>
  container({ command: ['sh', '-c', text], ...more });

testRows<readonly [string, JsonObject, string, Circumstances?]>(
  [
    ['an image', { image: 'docker.io/library/nginx:1.27-alpine' }, 'holds'],
    ['an image of the named container', { container: 'side', image: 'nginx:1.27-alpine' }, 'value_differs'],
    ['no such container', { container: 'none', image: 'x' }, 'value_differs'],
    ['an init container', { initContainer: 'fetch', command: ['fetch'] }, 'holds'],
    ['an init container is no container', { container: 'fetch' }, 'value_differs'],
    ['one container meets all', { image: 'busybox', args: ['--port=8080', '--user=anna'] }, 'value_differs'],
    ['a command', { command: ['serve'] }, 'holds'],
    ['arguments as they stand', { args: ['--port=$(PORT)', '--user=$(USER)'] }, 'holds'],
    ['arguments in another order', { args: ['--user=$(USER)', '--port=$(PORT)'] }, 'value_differs'],
    [
      'an argument cut elsewhere',
      { command: ['sh', '-c'], args: ['date'] },
      'holds',
      container({ command: ['sh', '-c', 'date'] }),
    ],
    ['a number of the line', { command: ['sleep'], args: [3600] }, 'holds', container({ command: ['sleep', '3600'] })],
    [
      'all of it in the command',
      { command: ['sh', '-c', 'date'] },
      'holds',
      container({ command: ['sh'], args: ['-c', 'date'] }),
    ],
    [
      'the image’s own entry point stands before arguments',
      { command: ['date'] },
      'value_differs',
      container({ args: ['date'] }),
    ],
    [
      'an argument from a variable',
      { args: ['--port=80'] },
      'holds',
      container({ args: ['--port=$(P)'], env: [{ name: 'P', value: '80' }] }),
    ],
    [
      'words of the command line, in either field',
      { commandLine: { $matches: '^sh -c .*date' } },
      'holds',
      container({ command: ['sh'], args: ['-c', 'date'] }),
    ],
    [
      'words in arguments alone, from a variable',
      { commandLine: '--port=80' },
      'holds',
      container({ args: ['--port=$(P)'], env: [{ name: 'P', value: '80' }] }),
    ],
    [
      'a program whose name has blanks is none of its words',
      { commandLine: { $matches: '(^|[ /;&])echo ' } },
      'value_differs',
      container({ command: ['echo hello'] }),
    ],
    [
      'a script in one word is cut by the shell before it',
      { commandLine: { $matches: '(^|[ /;&])echo ' } },
      'holds',
      container({ command: ['sh', '-c', 'echo hello'] }),
    ],
    ['a path as it is written', { paths: ['/a/x'] }, 'holds', container({ command: ['cat'], args: ['/b/.././a//x'] })],
    ['a path in a script', { paths: ['/a/x', '/b'] }, 'holds', script('cat /b|sort >/a/x;date')],
    ['a path below another folder', { paths: ['/a/x'] }, 'value_differs', script('cat /b/a/x /a/x.old')],
    ['a path from workingDir on', { paths: ['/a/x'] }, 'holds', script('date > x', { workingDir: '/a' })],
    ['from another workingDir', { paths: ['/a/x'] }, 'value_differs', script('date > x', { workingDir: '/b' })],
    ['from nobody knows where', { paths: ['/a/x'] }, 'value_differs', script('date > x')],
    ['a path from where cd leads', { paths: ['/a/x', '/x'] }, 'holds', script('cd /a && date > x\ncd ..\nrm x')],
    ['what stands before the cd', { paths: ['/a/x'] }, 'value_differs', script('date > x; cd /a')],
    ['a path in an option', { paths: ['/a/x', '/a/y'] }, 'holds', script('wget -O/a/x; sort --output=/a/y')],
    ['a path from a variable of the script', { paths: ['/a/x'] }, 'holds', script('D=/a; date > "$D/x"')],
    [
      'a path from a variable of the container',
      { paths: ['/a/x', '/a/y'] },
      'holds',
      container({ args: ['cat', '$(D)/x', '\u0024{D}/y'], env: [{ name: 'D', value: '/a' }] }),
    ],
    ...[
      ['wget -P /a http://example.com', '/a/index.html'],
      ['cd /a && wget -q http://example.com/', '/a/index.html'],
      ['/bin/wget -qP/a "http://example.com/news/today.html"', '/a/today.html'],
      ['wget http://example.com --directory-prefix=/a/', '/a/index.html'],
    ].map(([text = '', path = '']): readonly [string, JsonObject, string, Circumstances] => [
      `what wget makes: ${text}`,
      { paths: [path] },
      'holds',
      script(text),
    ]),
    ...[
      'cd /a; wget -O news.html http://example.com',
      'cd /a; echo http://example.com',
      'wget http://example.com',
      'cd /a; wget -P /b http://example.com',
    ].map((text): readonly [string, JsonObject, string, Circumstances] => [
      `what wget does not make: ${text}`,
      { paths: ['/a/index.html'] },
      'value_differs',
      script(text),
    ]),
    ['no path without words', { paths: ['/a/x'] }, 'value_differs', container({})],
    ['no such words', { commandLine: { $matches: 'echo' } }, 'value_differs', container({ args: ['date'] })],
    ['no words at all', { commandLine: { $matches: 'echo' } }, 'value_differs', container({})],
    ['the words of no other container', { container: 'side', commandLine: { $matches: 'port' } }, 'value_differs'],
    ['a variable', { env: { LAST: 'last' } }, 'holds'],
    ['a variable by its value, from a ConfigMap', { env: { GREETING: 'hello' } }, 'holds'],
    ['a variable by its source', { env: { GREETING: { configMap: 'settings', key: 'GREETING' } } }, 'holds'],
    ['a number as a value', { env: { PORT: 8080 } }, 'holds'],
    ['a value with a reference', { env: { COLOR: 'dark-blue' } }, 'holds'],
    ['a variable of a Secret', { env: { DB_password: { secret: 'database', key: 'password' } } }, 'holds'],
    ['a value that a Secret holds', { env: { PASSWORD: 'geheim' } }, 'holds'],
    ['a variable that is overridden', { env: { COLOR: { configMap: 'settings', key: 'COLOR' } } }, 'value_differs'],
    [
      'a source that is not there',
      { env: { GREETING: { configMap: 'settings', key: 'GREETING' } } },
      'value_differs',
      { objects: without(shop, 'ConfigMap/settings') },
    ],
    [
      'a key that is not there',
      { env: { X: { configMap: 'settings', key: 'X' } } },
      'value_differs',
      container({ env: [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'settings', key: 'X' } } }] }),
    ],
    [
      'a reference to one variable and nothing else is that variable',
      { env: { LIFT: { field: 'spec.nodeName' }, TONE: { configMap: 'settings', key: 'GREETING' } } },
      'holds',
      container({
        envFrom: [{ configMapRef: { name: 'settings' } }],
        env: [
          { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
          { name: 'LIFT', value: '$(NODE)' },
          { name: 'TONE', value: '$(GREETING)' },
        ],
      }),
    ],
    [
      'a reference with more around it is another text',
      { env: { LIFT: { field: 'spec.nodeName' } } },
      'value_differs',
      container({
        env: [
          { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
          { name: 'LIFT', value: 'lift-$(NODE)' },
        ],
      }),
    ],
    [
      'a reference to what is defined later stays as it is',
      { env: { LIFT: { field: 'spec.nodeName' } } },
      'value_differs',
      container({
        env: [
          { name: 'LIFT', value: '$(NODE)' },
          { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
        ],
      }),
    ],
    ...[
      ['web', 'holds'],
      ['side', 'value_differs'],
    ].map(([containerName = '', expected = '']): readonly [string, JsonObject, string, Circumstances] => [
      `the limit of the container ${containerName} in a variable`,
      { container: 'web', env: { MOST: { resource: 'limits.memory' } } },
      expected,
      container({
        env: [{ name: 'MOST', valueFrom: { resourceFieldRef: { containerName, resource: 'limits.memory' } } }],
      }),
    ]),
    [
      'a mount without a stroke before it',
      { mounts: { '/logs': { hostPath: '/var/log' } } },
      'holds',
      nodeFolder('/var/log', { mountPath: 'logs' }),
    ],
    ['no variable', { container: 'web', env: { DEBUG: { $absent: true } } }, 'holds'],
    ['none from a Secret', { container: 'web', env: { $none: { secret: 'database' } } }, 'value_differs'],
    ['none from another Secret', { container: 'web', env: { $none: { secret: 'other' } } }, 'holds'],
    ['a mount', { mounts: { '/etc/tls': { secret: 'database', readOnly: true, mode: '0400' } } }, 'holds'],
    ['a mount with a slash at the end', { mounts: { '/etc/tls/': { secret: 'database' } } }, 'holds'],
    ['a mode as a number', { mounts: { '/etc/tls': { mode: 256 } } }, 'holds'],
    ['a mode as one of two', { mounts: { '/etc/tls': { mode: { $oneOf: [256, '444'] } } } }, 'holds'],
    ['a mount as one of two', { mounts: { '/etc/tls': { $oneOf: [{ mode: 256 }, { mode: 292 }] } } }, 'holds'],
    ['another mode than of two', { mounts: { '/etc/tls': { mode: { $oneOf: [288, '444'] } } } }, 'value_differs'],
    ['no mount of this mode', { container: 'web', mounts: { $none: { mode: 256 } } }, 'value_differs'],
    ['a mode without its zero', { mounts: { '/etc/tls': { mode: '400' } } }, 'holds'],
    ['another mode', { mounts: { '/etc/tls': { mode: '0440' } } }, 'value_differs'],
    ['a projection of one Secret', { mounts: { '/etc/wrapped': { secret: 'database' } } }, 'holds'],
    ['one file', { mounts: { '/etc/app.conf': { configMap: 'settings', key: 'COLOR' } } }, 'holds'],
    ['a file of a whole volume', { files: { '/etc/tls/password': { secret: 'database', mode: '400' } } }, 'holds'],
    [
      'a file by sub-path',
      { files: { '/etc/app.conf': { configMap: 'settings', key: 'COLOR', mode: '0444' } } },
      'holds',
    ],
    [
      'a file and its mount by a sub-path with a variable',
      {
        files: { '/srv/colour': { configMap: 'settings', key: 'COLOR' } },
        mounts: { '/srv/colour': { subPath: 'COLOR', key: 'COLOR' } },
      },
      'holds',
      podSpec({
        containers: [
          {
            ...{ name: 'web', image: 'x', env: [{ name: 'NAME', value: 'COLOR' }] },
            volumeMounts: [{ name: 'settings', mountPath: '/srv/colour', subPathExpr: '$(NAME)' }],
          },
        ],
        volumes: [{ name: 'settings', configMap: { name: 'settings' } }],
      }),
    ],
    [
      'a plain sub-path is taken to the letter',
      { files: { '/srv/colour': { configMap: 'settings', key: 'COLOR' } } },
      'value_differs',
      podSpec({
        containers: [
          {
            ...{ name: 'web', image: 'x', env: [{ name: 'NAME', value: 'COLOR' }] },
            volumeMounts: [{ name: 'settings', mountPath: '/srv/colour', subPath: '$(NAME)' }],
          },
        ],
        volumes: [{ name: 'settings', configMap: { name: 'settings' } }],
      }),
    ],
    ['a file of several projected', { files: { '/etc/both/user': { secret: 'database', mode: '0644' } } }, 'holds'],
    ['a file of bytes', { files: { '/etc/both/LOGO': { configMap: 'settings' } } }, 'holds'],
    ['another key behind the file', { files: { '/etc/app.conf': { key: 'GREETING' } } }, 'value_differs'],
    ['no such key for the file', { files: { '/etc/tls/none': { secret: 'database' } } }, 'value_differs'],
    ['a file that is not there', { files: { '/etc/tls/none': { $absent: true } } }, 'holds'],
    ['a file beside the volume', { files: { '/etc/tls-old/password': { secret: 'database' } } }, 'value_differs'],
    ['a file of no ConfigMap', { files: { '/tmp/COLOR': { configMap: 'settings' } } }, 'value_differs'],
    [
      'a file whose ConfigMap is not there',
      { files: { '/etc/app.conf': { configMap: 'settings' } } },
      'value_differs',
      { objects: without(shop, 'ConfigMap/settings') },
    ],
    [
      'a file that a mount further down hides',
      { files: { '/etc/app/COLOR': { configMap: 'settings' } } },
      'value_differs',
      container({
        volumeMounts: [
          { name: 'both', mountPath: '/etc/app' },
          { name: 'tmp', mountPath: '/etc/app/COLOR', subPath: 'x' },
        ],
      }),
    ],
    [
      'items in a folder, with a mode of their own',
      { files: { '/etc/app/conf/colour': { configMap: 'settings', key: 'COLOR', mode: '0440' } } },
      'holds',
      podSpec({
        volumes: [
          { name: 'c', configMap: { name: 'settings', items: [{ key: 'COLOR', path: 'conf/colour', mode: 0o440 }] } },
        ],
        containers: [{ name: 'web', volumeMounts: [{ name: 'c', mountPath: '/etc/app/' }] }],
      }),
    ],
    [
      'a file that is not among the items',
      { files: { '/etc/app/COLOR': { configMap: 'settings' } } },
      'value_differs',
      podSpec({
        volumes: [{ name: 'c', configMap: { name: 'settings', items: [{ key: 'COLOR', path: 'colour' }] } }],
        containers: [{ name: 'web', volumeMounts: [{ name: 'c', mountPath: '/etc/app' }] }],
      }),
    ],
    ['writable', { mounts: { '/tmp': { emptyDir: {}, readOnly: false } } }, 'holds'],
    ['a claim', { mounts: { '/data': { claim: 'data', readOnly: true } } }, 'holds'],
    [
      'a folder of the node with a slash at its end',
      { mounts: { '/logs': { hostPath: '/var/log' } } },
      'holds',
      nodeFolder('/var/log/'),
    ],
    [
      'a folder of the node, wanted with a slash at its end',
      { mounts: { '/logs/': { hostPath: '/var/log/' } } },
      'holds',
      nodeFolder('/var/log'),
    ],
    [
      'exactly these mounts, with a slash at the end',
      { mounts: { $exactly: { '/logs/': { hostPath: { $oneOf: ['/var/lib/', '/var/log/'] } } } } },
      'holds',
      nodeFolder('/var/log'),
    ],
    [
      'one of two folders of the node, and neither',
      { mounts: { '/logs': { hostPath: { $oneOf: ['/var/lib/', '/var/log/'] } } } },
      'value_differs',
      nodeFolder('/var'),
    ],
    [
      'a folder of the node by a sub-path',
      { mounts: { '/logs': { hostPath: '/var/log' } } },
      'holds',
      nodeFolder('/var/', { subPath: 'log' }),
    ],
    [
      'a part of a folder of the node',
      { mounts: { '/logs': { hostPath: '/var/log' } } },
      'value_differs',
      nodeFolder('/var/log', { subPath: 'pods' }),
    ],
    ['a request that its limit gives', { requests: { cpu: '1000m' } }, 'holds'],
    ['limits', { limits: { memory: { $max: '200M' } } }, 'holds'],
    [
      'some limit, where there is none',
      { container: 'web', limits: { $exists: true } },
      'value_differs',
      container({}),
    ],
    ['no limit', { container: 'web', limits: { $absent: true } }, 'holds', container({})],
    [
      'some request by a limit',
      { requests: { $exists: true } },
      'holds',
      container({ resources: { limits: { cpu: 1 } } }),
    ],
    ['no variable', { container: 'web', env: { $absent: true } }, 'holds', container({})],
    ['no mount', { container: 'web', mounts: { $absent: true } }, 'holds', container({})],
    [
      'some probe, where there is none',
      { container: 'web', probes: { $exists: true } },
      'value_differs',
      container({}),
    ],
    ['ports', { ports: [{ name: 'http', protocol: 'TCP' }] }, 'holds'],
    ['security of its own', { container: 'web', security: { runAsUser: 2000, privileged: false } }, 'holds'],
    ['security of the Pod', { container: 'side', security: { runAsUser: 1000, runAsNonRoot: true } }, 'holds'],
    [
      'may escalate where nothing is said',
      { container: 'side', security: { allowPrivilegeEscalation: false } },
      'value_differs',
    ],
    [
      'capabilities in small letters',
      { container: 'web', security: { capabilities: { drop: ['ALL'], add: ['CHOWN'] } } },
      'holds',
      container({ securityContext: { capabilities: { drop: ['all'], add: ['chown'] } } }),
    ],
    [
      'a capability that is dropped with all',
      { container: 'web', security: { capabilities: { drop: ['NET_RAW'] } } },
      'holds',
      container({ securityContext: { capabilities: { drop: ['ALL'] } } }),
    ],
    [
      'exactly all',
      { container: 'web', security: { capabilities: { drop: { $exactly: ['ALL'] } } } },
      'holds',
      container({ securityContext: { capabilities: { drop: ['ALL'] } } }),
    ],
    [
      'one that is added again',
      { container: 'web', security: { capabilities: { drop: ['NET_RAW'] } } },
      'value_differs',
      container({ securityContext: { capabilities: { drop: ['ALL'], add: ['NET_RAW'] } } }),
    ],
    [
      'exactly one, where all are dropped',
      { container: 'web', security: { capabilities: { drop: { $exactly: ['NET_RAW'] } } } },
      'value_differs',
      container({ securityContext: { capabilities: { drop: ['ALL'] } } }),
    ],
    [
      'capabilities of a privileged container',
      { container: 'web', security: { capabilities: { drop: ['ALL'] } } },
      'value_differs',
      container({ securityContext: { privileged: true, capabilities: { drop: ['ALL'] } } }),
    ],
    [
      'a profile for a privileged container',
      { container: 'web', security: { seccompProfile: { type: 'RuntimeDefault' } } },
      'value_differs',
      container({ securityContext: { privileged: true, seccompProfile: { type: 'RuntimeDefault' } } }),
    ],
    ['every container', { everyContainer: true, security: { runAsNonRoot: true } }, 'holds'],
    [
      'every container, of which one has its own',
      { everyContainer: true, security: { runAsUser: 1000 } },
      'value_differs',
    ],
    [
      'every container, and the one of the start is another',
      { everyContainer: true, security: { privileged: false } },
      'value_differs',
      podSpec({
        containers: [{ name: 'web', image: 'x' }],
        initContainers: [{ name: 'fetch', image: 'x', securityContext: { privileged: true } }],
      }),
    ],
    ['no probe', { probes: { liveness: { $absent: true } } }, 'holds'],
    ['a probe', { probes: { readiness: { httpGet: { port: 80 } } } }, 'value_differs'],
    ['the default account', { serviceAccount: 'default' }, 'holds'],
    ['the account', { serviceAccount: 'quiet' }, 'holds', podSpec({ serviceAccountName: 'quiet' })],
    ['mounts its token by default', { automountsToken: true }, 'holds'],
    ['its account says no', { automountsToken: false }, 'holds', podSpec({ serviceAccountName: 'quiet' })],
    [
      'the Pod overrides its account',
      { automountsToken: true },
      'holds',
      podSpec({ serviceAccountName: 'quiet', automountServiceAccountToken: true }),
    ],
    ['a level', { podSecurity: 'privileged' }, 'holds'],
    ['a level that it does not meet', { podSecurity: 'baseline' }, 'value_differs'],
    ['quality of service', { qosClass: 'Burstable' }, 'holds'],
    ['the Pod', { pod: { hostNetwork: false, restartPolicy: 'Always' } }, 'holds'],
    ['replicas', { replicas: { $min: 3 } }, 'holds'],
    [
      'a workload on its way out',
      { image: 'nginx:1.27-alpine' },
      'object_missing',
      { objects: changed(shop, 'Deployment/web', { metadata: { deletionTimestamp: '2026-11-23T06:06:25Z' } }) },
    ],
  ],
  (_name, spec, expected, circumstances) => expect(brief(judge(on(spec), circumstances))).toBe(expected),
);

test.each<readonly [string, Json, string]>([
  ['not there', { of: 'deployment/nothing', in: 'shop', image: 'x' }, 'object_missing'],
  ['any by its labels', { of: { any: 'Deployment', labels: { app: 'web' } }, in: 'shop', replicas: 3 }, 'holds'],
  ['any: one is enough', { of: { any: 'Deployment' }, in: 'shop', replicas: 2 }, 'holds'],
  ['none with such labels', { of: { any: 'Deployment', labels: { app: 'x' } }, in: 'shop' }, 'object_missing'],
  [
    'every Pod that a Service selects',
    { of: { selectedBy: 'service/web' }, in: 'shop', image: 'nginx:1.27-alpine' },
    'holds',
  ],
  ['a Service that selects none', { of: { selectedBy: 'service/by-hand' }, in: 'shop', image: 'x' }, 'not_selected'],
  ['a Service that is not there', { of: { selectedBy: 'service/x' }, in: 'shop', image: 'x' }, 'object_missing'],
  ['every Pod of a budget', { of: { selectedBy: 'pdb/all' }, in: 'shop', serviceAccount: 'default' }, 'holds'],
  ['a CronJob', { of: 'cronjob/report', in: 'shop', command: ['date'] }, 'holds'],
  ['a kind without Pods is the lab’s mistake', { of: 'service/web', in: 'shop' }, 'unknown'],
])('%s', (_name, workload, expected) => expect(brief(judge({ workload }))).toBe(expected));

/** The Deployment was changed a moment ago, and its controller has not seen it yet. */
const justChanged = changed(shop, 'Deployment/web', { metadata: { generation: 99 } });

testRows<readonly [string, string, JsonObject, string, Circumstances['objects']]>(
  [
    ['Pods that are about to be replaced', 'deployment/web', { image: 'nginx:2' }, 'value_differs*', justChanged],
    ['the same, as they should be', 'deployment/web', { image: 'nginx:1.27-alpine' }, 'holds, moving', justChanged],
    [
      'Pods that are about to be made',
      'deployment/web',
      { image: 'x' },
      'not_selected*',
      justChanged.filter(({ kind }) => kind !== 'Pod'),
    ],
    [
      'no Pods, and none to come',
      'deployment/idle',
      { image: 'x' },
      'not_selected',
      shop.filter(({ kind }) => kind !== 'Pod'),
    ],
  ],
  (_name, selectedBy, spec, expected, objects) => {
    const check = { workload: { of: { selectedBy }, in: 'shop', ...spec } };
    expect([...new Set(brief(judge(check, { objects: objects ?? [] })).split(' '))].join(' ')).toBe(expected);
  },
);

test('of all Pods selected, each that differs is told', () => {
  const outcome = judge({
    workload: { of: { selectedBy: 'service/web' }, in: 'shop', container: 'side', image: 'alpine' },
  });
  expect(brief(outcome)).toBe('value_differs value_differs value_differs');
});

test('where it differs, as kubectl explains it', () =>
  expect(issuesOf(judge(on({ container: 'web', image: 'nginx:2' })))).toEqual([
    {
      code: 'value_differs',
      object: { kind: 'Deployment', name: 'web', namespace: 'shop' },
      difference: {
        path: 'spec.template.spec.containers[web].image',
        wanted: 'nginx:2',
        found: 'nginx:1.27-alpine',
      },
      isMoving: false,
    },
  ]));

test.each<readonly [string, JsonObject, Json]>([
  ['written out', { env: { COLOR: { configMap: 'settings', key: 'COLOR' } } }, { value: 'dark-blue' }],
  ['from a Secret', { env: { PASSWORD: { field: 'metadata.name' } } }, { secret: 'database', key: 'password' }],
  [
    'a file of no such key',
    { files: { '/etc/tls/none': { secret: 'database' } } },
    { missing: true, secret: 'database', key: 'none' },
  ],
  ['a folder', { files: { '/etc/tls': { secret: 'database' } } }, { folder: true, secret: 'database' }],
])('where it comes from is told as a whole: %s', (_name, spec, found) =>
  expect(
    issuesOf(judge(on({ container: 'web', ...spec }))).map((issue) => 'difference' in issue && issue.difference.found),
  ).toEqual([found]),
);

test('of every container, each that differs is told', () => {
  const containers = [{ name: 'web', image: 'x', securityContext: { privileged: true } }];
  const initContainers = [
    { name: 'fetch', image: 'x', securityContext: { privileged: true } },
    { name: 'wait', image: 'x' },
  ];
  const outcome = judge(
    on({ everyContainer: true, security: { privileged: false } }),
    podSpec({ containers, initContainers }),
  );
  expect(issuesOf(outcome).map((issue) => 'difference' in issue && issue.difference.path)).toEqual([
    'spec.template.spec.containers[web].securityContext.privileged',
    'spec.template.spec.initContainers[fetch].securityContext.privileged',
  ]);
});

test('what a Secret holds is never told', () => {
  const wrong = [
    { container: 'web', env: { PASSWORD: 'x' } },
    { container: 'web', env: { $none: { secret: 'database' } } },
  ];
  expect(wrong.map((spec) => JSON.stringify(issuesOf(judge(on(spec)))).includes('geheim'))).toEqual([false, false]);
});

test('nor what is put together with it', () => {
  const outcome = judge(on({ container: 'web', env: { LATER: 'x' } }));
  expect(issuesOf(outcome).map((issue) => issue.code === 'value_differs' && issue.difference.found)).toEqual([
    { fromSecret: true },
  ]);
});

test('the command line that differs is told as it is written', () => {
  const [issue] = issuesOf(judge(on({ container: 'web', commandLine: 'serve' })));
  expect(issue?.code === 'value_differs' && issue.difference).toEqual({
    path: 'spec.template.spec.containers[web].command',
    wanted: 'serve',
    found: 'serve --port=$(PORT) --user=$(USER)',
  });
});

test.each([
  [
    { command: ['sh', '-c'], args: ['true'] },
    { command: ['sh', '-c'], args: ['true'] },
  ],
  [{ args: ['true'] }, { args: ['true'] }],
])('a command that differs is told with its arguments: %j', (patch, found) => {
  const [issue] = issuesOf(judge(on({ container: 'web', command: ['sh', '-c', 'date'] }), container(patch)));
  expect(issue?.code === 'value_differs' && issue.difference).toEqual({
    path: 'spec.template.spec.containers[web]',
    wanted: { command: ['sh', '-c', 'date'] },
    found,
  });
});

test.each<JsonObject>([{ commandLine: 'serve' }, { paths: ['/a'] }])(
  'one that is given in arguments alone stands there: %o',
  (spec) => {
    const args = container({ args: ['date'] });
    expect(issuesOf(judge(on(spec), args)).map((issue) => 'difference' in issue && issue.difference.path)).toEqual([
      'spec.template.spec.containers[web].args',
    ]);
  },
);

test('a path that is not spoken of is told by the command line as it is written', () => {
  const [issue] = issuesOf(judge(on({ container: 'web', paths: ['/var/log/x'] })));
  expect(issue?.code === 'value_differs' && issue.difference).toEqual({
    path: 'spec.template.spec.containers[web].command',
    wanted: ['/var/log/x'],
    found: 'serve --port=$(PORT) --user=$(USER)',
  });
});

test('what it runs is told, without what a Secret holds', () => {
  const spec = {
    ...{
      container: 'web',
      image: 'nginx:1.27-alpine',
      args: ['--port=8080', '--user=anna'],
      serviceAccount: 'default',
    },
    env: { PASSWORD: 'geheim', COLOR: 'dark-blue', DEBUG: null },
    mounts: { '/etc/tls/': { secret: 'database' } },
    ports: [{ containerPort: 8080, protocol: 'TCP' }],
    ...{ replicas: { $min: 2 }, podSecurity: 'privileged', pod: { hostNetwork: false, restartPolicy: 'Always' } },
  };
  const container = 'containers[web]';
  expect(evidenceOf(judge(on(spec)))).toEqual([
    {
      code: 'object',
      object: { kind: 'Deployment', name: 'web', namespace: 'shop' },
      values: [
        { path: `${container}.image`, found: 'nginx:1.27-alpine' },
        { path: `${container}.args`, found: ['--port=$(PORT)', '--user=$(USER)'] },
        { path: `${container}.env.COLOR.value`, found: 'dark-blue' },
        { path: `${container}.env.DEBUG` },
        { path: `${container}.volumeMounts['/etc/tls'].secret`, found: 'database' },
        { path: `${container}.ports[8080].protocol`, found: 'TCP' },
        { path: 'restartPolicy', found: 'Always' },
        { path: 'serviceAccountName', found: 'default' },
        { path: 'Pod Security level', found: 'privileged' },
        { path: 'replicas', found: 3 },
      ],
    },
  ]);
});

test('of two containers that differ alike, the one of the wanted repository is told of', () => {
  const containers = [
    { name: 'helper', image: 'busybox' },
    { name: 'web', image: 'nginx:does-not-exist' },
  ];
  const [issue] = issuesOf(judge(on({ image: 'nginx:1.28' }), podSpec({ containers })));
  expect(issue?.code === 'value_differs' && issue.difference.path).toBe('spec.template.spec.containers[web].image');
});
