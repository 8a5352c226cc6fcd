import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { releases, releasesTime } from '../fixtures/real-objects.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, issuesOf, judge } from './judging.ts';
import { testRows } from './test-rows.ts';

const judged = (release: JsonObject, circumstances: Circumstances = {}) =>
  judge(
    { release: { in: { namespace: 'cafes' }, ...release } },
    { objects: releases, now: releasesTime, ...circumstances },
  );
const secretOf = (name: string, revision = 1): string => `Secret/sh.helm.release.v1.${name}.v${revision}`;
const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');
const stored = (content: string | Uint8Array): string => base64(base64(content));
const withData = (release: Json): Circumstances => ({
  objects: changed(releases, secretOf('installed'), { data: { release } }),
});

testRows<readonly [string, JsonObject, string, Circumstances?]>(
  [
    ['installed', { name: 'installed' }, 'holds'],
    ['none', { name: 'nothing' }, 'release_missing'],
    ['uninstalled without a trace', { name: 'without-a-trace' }, 'release_missing'],
    ['uninstalled, and its history kept', { name: 'uninstalled' }, 'release_status'],
    ['uninstalled, as asked', { name: 'uninstalled', status: 'uninstalled' }, 'holds'],
    ['absent', { name: 'nothing', absent: true }, 'holds'],
    ['absent but for its history', { name: 'uninstalled', absent: true }, 'holds'],
    ['not absent', { name: 'installed', absent: true }, 'release_present'],
    ['not absent, though it failed', { name: 'failed-install', absent: true }, 'release_present'],
    ['an upgrade that failed', { name: 'failed-upgrade' }, 'release_status'],
    ['an upgrade that failed, as asked', { name: 'failed-upgrade', status: 'failed' }, 'holds'],
    ['values of an upgrade that failed', { name: 'failed-upgrade', values: { replicas: 3 } }, 'release_status'],
    ['an upgrade that failed and was taken back', { name: 'saved-upgrade', cameFrom: { revision: 1 } }, 'holds'],
    ['an install that failed', { name: 'failed-install' }, 'release_status'],
    ['left behind by a helm that was killed', { name: 'stuck' }, 'release_status'],
    ['under way', { name: 'stuck' }, 'release_status*', { now: '2026-11-25T10:59:52Z' }],
    ['absent in a moment', { name: 'stuck', absent: true }, 'release_present*', { now: '2026-11-25T10:59:52Z' }],
    ['a chart', { name: 'installed', chart: 'cafe' }, 'holds'],
    ['another chart', { name: 'installed', chart: 'bar' }, 'release_chart'],
    ['a version', { name: 'newer-chart', chart: { version: '1.1.0', appVersion: '2.1.0' } }, 'holds'],
    ['another version', { name: 'installed', chart: { name: 'cafe', version: '1.1.0' } }, 'release_chart'],
    ['a revision', { name: 'valued', revision: 2 }, 'holds'],
    ['a later revision', { name: 'valued', revision: { $min: 3 } }, 'release_revision'],
    ['revision ten comes after nine', { name: 'valued', revision: 10 }, 'holds', { objects: renumbered() }],
    ['values of the chart', { name: 'installed', values: { replicas: 1, image: { tag: '1.27' } } }, 'holds'],
    ['values of the newer chart', { name: 'newer-chart', values: { image: { tag: '1.28' } } }, 'holds'],
    ['values from a file', { name: 'valued', values: { drinks: ['cocoa'], image: { tag: '1.26' } } }, 'holds'],
    ['a value over the one in the file', { name: 'valued', values: { replicas: 5 } }, 'holds'],
    [
      'beside what was set, the values of the chart',
      { name: 'valued', values: { image: { repository: 'nginx' } } },
      'holds',
    ],
    ['values as words of the command', { name: 'set-only', values: { drinks: ['cocoa'], replicas: 4 } }, 'holds'],
    ['a list takes the place of a list', { name: 'valued', values: { drinks: ['coffee'] } }, 'release_values'],
    ['a value that was taken away', { name: 'without-tag', values: { image: { tag: { $absent: true } } } }, 'holds'],
    [
      'the rest where a value was taken away',
      { name: 'without-tag', values: { image: { repository: 'nginx' } } },
      'holds',
    ],
    ['exactly the rest', { name: 'without-tag', values: { image: { $exactly: { repository: 'nginx' } } } }, 'holds'],
    ['another value', { name: 'installed', values: { replicas: 3 } }, 'release_values'],
    ['a value that nobody has', { name: 'installed', values: { colour: 'red' } }, 'release_values'],
    ['values that were set', { name: 'valued', set: { replicas: 5 } }, 'holds'],
    ['values that were kept', { name: 'newer-chart', set: { replicas: 2 } }, 'holds'],
    ['a value that was not set', { name: 'installed', set: { replicas: 1 } }, 'release_values'],
    ['nothing set', { name: 'installed', set: { $exactly: {} } }, 'holds'],
    ['rolled back', { name: 'rolled-back', cameFrom: { revision: 1 }, revision: 3 }, 'holds'],
    ['rolled back to another', { name: 'rolled-back', cameFrom: { revision: 2 } }, 'release_not_rolled_back'],
    ['rolled back to a rollback', { name: 'back-by-way-of-three', cameFrom: { revision: 1 } }, 'holds'],
    ['never rolled back', { name: 'valued', cameFrom: { revision: 1 } }, 'release_not_rolled_back'],
    [
      'rolled back, and upgraded again',
      { name: 'back-and-forth', cameFrom: { revision: 1 } },
      'release_not_rolled_back',
    ],
    ['the old values by an upgrade', { name: 'back-by-upgrade', cameFrom: { revision: 1 } }, 'release_not_rolled_back'],
    ['no data', { name: 'installed' }, 'release_unreadable', withData(null)],
    ['data that are no base64', { name: 'installed' }, 'release_unreadable', withData(base64('a release'))],
    ['data that are not zipped', { name: 'installed' }, 'release_unreadable', withData(stored('{'))],
    [
      'a zip that was cut off',
      { name: 'installed' },
      'release_unreadable',
      withData(stored(gzipSync('{}').subarray(0, 9))),
    ],
    ['a zip of something else', { name: 'installed' }, 'release_unreadable', withData(stored(gzipSync('[1]')))],
    [
      'a zip of nothing much',
      { name: 'installed', chart: 'cafe' },
      'release_status release_chart',
      withData(stored(gzipSync('{"info":7,"chart":"x","config":[]}'))),
    ],
    [
      'a zip that fills the memory',
      { name: 'installed' },
      'unknown',
      withData(stored(gzipSync(Buffer.alloc(17 * 2 ** 20, '1')))),
    ],
    [
      'as Helm stored it before it zipped',
      { name: 'installed' },
      'holds',
      withData(stored('{"info":{"status":"deployed"}}')),
    ],
    [
      'a Secret of another type',
      { name: 'installed' },
      'release_missing',
      { objects: changed(releases, secretOf('installed'), { type: 'Opaque' }) },
    ],
    [
      'on its way out',
      { name: 'installed' },
      'release_missing',
      { objects: changed(releases, secretOf('installed'), { metadata: { deletionTimestamp: releasesTime } }) },
    ],
  ],
  (_name, release, expected, circumstances) => expect(brief(judged(release, circumstances))).toBe(expected),
);

/** Revisions 1 and 2 as 9 and 10, in the order in which the API server lists them. */
function renumbered(): readonly KubeObject[] {
  const [nine, ten] = [1, 2].map((revision) =>
    changed(releases, secretOf('valued', revision), {
      metadata: { name: `sh.helm.release.v1.valued.v${revision + 8}` },
    }).filter(({ metadata }) => metadata.name === `sh.helm.release.v1.valued.v${revision + 8}`),
  );
  return [...(ten ?? []), ...(nine ?? [])];
}

const ref = (name: string, revision: number) => ({ name, namespace: 'cafes', revision });

test.each<readonly [string, JsonObject, readonly unknown[]]>([
  [
    'a name that is nearly right',
    { name: 'instaled' },
    [{ code: 'release_missing', name: 'instaled', namespace: 'cafes', nearest: ref('installed', 1), isMoving: false }],
  ],
  [
    'what failed, and what is deployed still',
    { name: 'failed-upgrade' },
    [
      {
        ...{ code: 'release_status', release: ref('failed-upgrade', 2), wanted: 'deployed', found: 'failed' },
        description:
          'Upgrade "failed-upgrade" failed: server-side apply failed for object cafes/failed-upgrade /v1, Kind=Service: Service "failed-upgrade" is invalid: [spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive, spec.ports[0].targetPort: Invalid value: 99999: must be between 1 and 65535, inclusive]',
        ...{ deployed: 1, isMoving: false },
      },
    ],
  ],
  [
    'which value',
    { name: 'installed', values: { image: { tag: '1.28' } } },
    [
      {
        ...{ code: 'release_values', release: ref('installed', 1), of: 'values', isMoving: false },
        difference: { path: 'values.image.tag', wanted: '1.28', found: '1.27' },
      },
    ],
  ],
  [
    'where it came from instead',
    { name: 'rolled-back', cameFrom: { revision: 2 } },
    [
      {
        ...{ code: 'release_not_rolled_back', release: ref('rolled-back', 3), revision: 2, isMoving: false },
        description: 'Rollback to 1',
      },
    ],
  ],
])('%s', (_name, release, expected) => expect(issuesOf(judged(release))).toEqual(expected));

test('a release of the name in another namespace of the copy is the nearest', () => {
  const record = { namespaces: { shop: 'shop', back: 'cafes' } };
  const check = { release: { name: 'installed', in: 'shop' } };
  expect(issuesOf(judge(check, { objects: releases, now: releasesTime, record }))).toEqual([
    { code: 'release_missing', name: 'installed', namespace: 'shop', nearest: ref('installed', 1), isMoving: false },
  ]);
});

test('the evidence of a release', () =>
  expect(judged({ name: 'valued', chart: 'cafe', values: { replicas: 5, port: 80 } })).toEqual({
    finding: 'holds',
    evidence: [
      {
        ...{ code: 'release', release: ref('valued', 2), chart: 'cafe 1.0.0', status: 'deployed' },
        values: [
          { path: 'values.replicas', found: 5 },
          { path: 'values.port', found: 80 },
        ],
      },
    ],
    isMoving: false,
  }));
