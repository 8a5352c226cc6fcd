// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of labs look like this
import { expect } from 'vitest';
import { lintLabFiles } from '../../src/lab/lint/lint-lab-files.ts';
import { formatMistake } from '../../src/lab/mistake.ts';
import { parseLab } from '../../src/lab/parse-lab.ts';
import { testRows } from '../checks/test-rows.ts';
import { sampleFiles, sampleLab } from './sample-lab.ts';

/** The sample with this check in place of the one of `placement`. */
const withCheck = (check: string): string =>
  sampleLab.replace(
    '- placement: { of: deployment/oven, in: shop, may: [{ labels: { heat: high } }] }',
    () => `- ${check}`,
  );

const mistakesOf = (check: string): readonly string[] => {
  const parsed = parseLab(withCheck(check), 'lab.yaml', sampleFiles);
  return parsed.parsed === 'lab' ? [] : parsed.mistakes.map(formatMistake).map((text) => text.replace('lab.yaml:', ''));
};

/** A table of `reach` that is to be tried. */
const confirmed = (confirm: string): string =>
  `reach: { to: { pods: {}, in: shop }, only: true, confirm: { ${confirm} } }`;

testRows<[what: string, check: string, mistakes: readonly string[]]>(
  [
    ['a request', 'http: { service: web, in: shop, port: http, path: "/a?b=c%20d", body: { $matches: ok } }', []],
    ['a request to Pods', 'http: { podsOf: deployment/web, in: shop, port: 80, every: true }', []],
    ['a log', 'log: { of: deployment/web, in: shop, has: ready }', []],
    ['a command', 'exec: { in: shop, pod: probe, run: [cat, /x] }', []],
    ['a lookup', 'dns: { from: pod/probe, in: shop, name: web, finds: service/web }', []],
    ['a request without a port', 'http: { service: web, in: shop }', ['40:15: error: `port` is missing in `http`']],
    [
      'a path that leads out of the proxy',
      'http: { service: web, in: shop, port: 80, path: /../../secrets }',
      [
        '40:57: error: `path` begins with /, has no dots for folders, and is encoded as in a URL; this is the text `/../../secrets`',
      ],
    ],
    [
      'a path with a blank',
      'http: { service: web, in: shop, port: 80, path: /a b }',
      [
        '40:57: error: `path` begins with /, has no dots for folders, and is encoded as in a URL; this is the text `/a b`',
      ],
    ],
    [
      'a shell',
      'exec: { in: shop, pod: probe, run: [sh, -c, ls] }',
      ['40:44: error: `sh` runs other programs: name the program itself, with its arguments'],
    ],
    [
      'a lookup in a workload',
      'dns: { from: deployment/web, in: shop, name: web }',
      ['40:22: error: `from` is a Pod: pod/NAME'],
    ],
    [
      'a lookup that finds nothing and something',
      'dns: { from: pod/probe, in: shop, name: web, finds: service/web, absent: true }',
      ['40:74: error: `absent` does not go with `finds`'],
    ],
    ['a table with somewhere to try it from', confirmed('from: pod/probe, in: shop'), []],
    [
      'somewhere that is a workload',
      confirmed('from: deployment/web, in: shop'),
      [
        '40:75: error: `from` is a Pod: pod/NAME; the Pods of a workload may be of a template that the learner has changed',
      ],
    ],
    [
      'somewhere without a namespace',
      confirmed('from: pod/probe'),
      ['40:67: error: `in` is missing: the lab has the namespaces `shop` and `audit`'],
    ],
    [
      'a command without a namespace',
      'exec: { pod: probe, run: [ls] }',
      ['40:15: error: `in` is missing: the lab has the namespaces `shop` and `audit`'],
    ],
    [
      'no namespace',
      'log: { of: deployment/web, has: ready }',
      ['40:14: error: `in` is missing: the lab has the namespaces `shop` and `audit`'],
    ],
  ],
  (_, check, mistakes) => expect(mistakesOf(check)).toEqual(mistakes),
);

const pod = (containers: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: probe, namespace: "\${shop}" }\nspec: { containers: [${containers}] }\n`;
const one = pod('{ name: a, image: x }');
const two = pod('{ name: a, image: x }, { name: b, image: x }');

/** What lint says of Pods in which something is run. */
const foreignPods = (check: string, start: string): readonly string[] => saidBy('foreign-pod', check, start);

function saidBy(rule: string, check: string, start = one): readonly string[] {
  const mistakes = lintLabFiles({
    ...{ path: 'lab.yaml', name: 'bakery', topic: 'workloads', manifestFolder: 'm', isBuiltIn: true },
    text: withCheck(check),
    manifests: { ...Object.fromEntries(sampleFiles.map((file) => [file, one])), 'start.yaml': start },
  });
  return mistakes.filter((mistake) => mistake.rule === rule).map(formatMistake);
}

const exec = 'exec: { in: shop, pod: probe, run: [ls] }';
testRows<[what: string, check: string, start: string, mistakes: readonly string[]]>(
  [
    ['a Pod of the start', exec, one, []],
    ['in a composition', `any: [{ not: { ${exec} }, else: x }]`, one, []],
    [
      'a Pod of the solution',
      exec,
      one.replace('name: probe', 'name: other'),
      [
        "lab.yaml:40:32: error: commands run only in Pods that the lab's start makes, and no manifest of it has a Pod `probe`",
      ],
    ],
    [
      'in a composition, a Pod of nobody',
      'any: [{ not: { exec: { in: shop, pod: prob, run: [ls] } }, else: x }]',
      one,
      [
        "lab.yaml:40:47: error: commands run only in Pods that the lab's start makes, and no manifest of it has a Pod `prob`",
      ],
    ],
    [
      'a lookup',
      'dns: { from: pod/prob, in: shop, name: web }',
      one,
      [
        "lab.yaml:40:22: error: commands run only in Pods that the lab's start makes, and no manifest of it has a Pod `prob`",
      ],
    ],
    ['to try connections from', confirmed('from: pod/probe, in: shop'), one, []],
    [
      'to try connections from, a Pod of nobody',
      confirmed('from: pod/prob, in: shop'),
      one,
      [
        "lab.yaml:40:75: error: commands run only in Pods that the lab's start makes, and no manifest of it has a Pod `prob`",
      ],
    ],
    [
      'one of two containers',
      exec,
      two,
      ['lab.yaml:40:32: error: Pod `probe` has several containers: `container` names one of a, b'],
    ],
    ['the one that is named', exec.replace('run:', 'container: b, run:'), two, []],
    [
      'a container that it has not',
      exec.replace('run:', 'container: c, run:'),
      two,
      ['lab.yaml:40:32: error: Pod `probe` has no container `c`; it has a, b'],
    ],
  ],
  (_, check, start, mistakes) => expect(foreignPods(check, start)).toEqual(mistakes),
);

const labelled = one.replace('name: probe,', 'name: probe, labels: { app: web, tier: front },');
const tried = (rows: string): string => `reach: { ${rows}, confirm: { from: pod/probe, in: shop } }`;
const rows = (from: string): string => tried(`to: { pods: {}, in: shop }, allow: [{ from: ${from} }]`);
const idle = (column: number): string =>
  `lab.yaml:40:${column}: error: no row speaks of connections from Pod \`probe\`: it is the source of none by its labels and its namespace, so that nothing would be tried`;

testRows<[source: string, check: string, mistakes: number]>(
  [
    ['Pods with some of its labels', rows('{ labels: { app: web }, in: shop }'), 0],
    ['with other ones', rows('{ labels: { app: api }, in: shop }'), 1],
    ['all Pods of its namespace', rows('{ in: shop }'), 0],
    ['all but such as it', rows('{ except: { tier: front }, in: shop }'), 1],
    ['all but others', rows('{ except: { tier: back }, in: shop }'), 0],
    ['Pods of another namespace', rows('{ labels: { app: web }, in: audit }'), 1],
    ['an address', rows('{ ip: 203.0.113.10 }'), 1],
    ['anyone', rows('{ anyone: true }'), 0],
    ['whom a Service selects', rows('{ service: web, in: shop }'), 0],
    ['what may be open or not', tried('to: { pods: {}, in: shop }, may: [{ from: { anyone: true } }], only: true'), 1],
    ['a table about it', tried('from: { pods: { app: web }, in: shop }, deny: [{ to: { anyone: true } }]'), 0],
    ['a table about others', tried('from: { pods: { app: api }, in: shop }, deny: [{ to: { anyone: true } }]'), 1],
  ],
  (_, check, mistakes) => {
    const column = check.indexOf('pod/probe') + 9;
    expect(saidBy('idle-confirm', check, labelled)).toEqual(mistakes === 0 ? [] : [idle(column)]);
  },
  'from where connections are tried: ',
);

testRows<[key: string, check: string, idle?: string]>(
  [
    ['only, without Pods', 'selects: { service: web, in: shop, ready: 3, only: true }', 'only'],
    ['only', 'selects: { service: web, in: shop, pods: { of: deployment/web }, only: true }'],
    ['a protocol of no port', 'selects: { service: web, in: shop, protocol: UDP, ready: 3 }', 'protocol'],
    ['a protocol', 'selects: { service: web, in: shop, targetPort: 53, protocol: UDP }'],
    ['no other names than none', 'certificate: { secret: tls, in: shop, only: true }', 'only'],
    ['where a key is that nobody looks at', 'certificate: { secret: tls, in: shop, keyEntry: a.key }', 'keyEntry'],
    ['a key', 'certificate: { secret: tls, in: shop, names: [a.b], only: true, keyEntry: a.key, matchesKey: true }'],
    [
      'what may be, where everything may',
      'access: { who: { user: eve }, can: [get pods in shop], may: [list pods in shop] }',
      'may',
    ],
    ['values of no release', 'release: { name: cafe, in: shop, absent: true, values: { a: 1 } }', 'values'],
    ['no release', 'release: { name: cafe, in: shop, absent: true }'],
    ['how many there are not', '{ object: { any: Job, in: shop }, absent: true, count: 2 }', 'count'],
    ['none of this kind', '{ object: { any: Job, in: shop }, absent: true, has: { spec: { parallelism: 2 } } }'],
    ['in one of several ways', 'any: [{ selects: { service: web, in: shop, only: true } }]', 'only'],
  ],
  (_, check, idle) => {
    const told = saidBy('idle-key', check).map((text) => text.replace(/^lab.yaml:40:(\d+): .*$/, '$1'));
    expect(told).toEqual(idle === undefined ? [] : [String(check.indexOf(`${idle}:`) + 9)]);
  },
  'keys that ask for nothing: ',
);
