import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { decodeRelease, effectiveValues, readRelease } from '../../src/kubernetes/helm-release.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { brief, judge } from '../checks/judging.ts';
import { builtHelm, helm, helmKilled, helmSays, helmWays } from '../helm/helm.ts';
import { kubectl } from './session-cluster.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 1_200_000 }); // the first time, helm is built

const namespace = 'helm-releases';
let program: string;
let secrets: readonly KubeObject[];
const cluster = () => ({ program, kubeconfig: inject('kubeconfig'), namespace });

beforeAll(async () => {
  program = await builtHelm();
  await kubectl(['create', 'namespace', namespace]);
  await Promise.all(
    Object.values(helmWays).map(async (ways) => {
      for (const way of ways) await helm(way, cluster());
    }),
  );
  await helmKilled(cluster());
  secrets = JSON.parse(await kubectl(['get', 'secrets', '-n', namespace, '-o', 'json'])).items;
});

afterAll(() => kubectl(['delete', 'namespace', namespace, '--wait=false']));

const judged = (name: string, more: JsonObject = {}) =>
  brief(judge({ release: { name, in: { namespace }, ...more } }, { objects: secrets, now: new Date().toISOString() }));

test.each<readonly [name: string, more: JsonObject, expected: string]>([
  ['installed', { chart: { name: 'cafe', version: '1.0.0' }, revision: 1, set: { $exactly: {} } }, 'holds'],
  ['valued', { values: { replicas: 5, drinks: ['cocoa'], image: { repository: 'nginx', tag: '1.26' } } }, 'holds'],
  ['set-only', { values: { replicas: 4 }, set: { image: { tag: '1.26' } } }, 'holds'],
  ['newer-chart', { chart: { version: '1.1.0', appVersion: '2.1.0' }, values: { image: { tag: '1.28' } } }, 'holds'],
  ['rolled-back', { cameFrom: { revision: 1 }, chart: { version: '1.0.0' } }, 'holds'],
  ['back-by-way-of-three', { cameFrom: { revision: 1 } }, 'holds'],
  ['back-and-forth', { cameFrom: { revision: 1 } }, 'release_not_rolled_back'],
  ['back-by-upgrade', { cameFrom: { revision: 1 } }, 'release_not_rolled_back'],
  ['failed-upgrade', {}, 'release_status'],
  ['failed-install', {}, 'release_status'],
  ['saved-upgrade', { cameFrom: { revision: 1 } }, 'holds'],
  ['uninstalled', { absent: true }, 'holds'],
  ['without-a-trace', { absent: true }, 'holds'],
  ['stuck', {}, 'release_status*'],
])('%s %j: %s', (name, more, expected) => expect(judged(name, more)).toBe(expected));

test('values are those that helm shows', async () => {
  const revisions = secrets.flatMap((secret) => {
    const decoded = decodeRelease(valueAt(secret, 'data', 'release'));
    if ('problem' in decoded) return [];
    const { defaults, set } = readRelease(decoded.release);
    const { name = '', version = '' } = secret.metadata.labels ?? {};
    return [{ name, version, all: effectiveValues(defaults, set, { $exists: true }), given: set }];
  });
  const shown = await Promise.all(
    revisions.map(async ({ name, version }) => {
      const ask = (...more: readonly string[]) =>
        helmSays(`get values ${name} --revision ${version} -o json ${more.join(' ')}`.trim(), cluster());
      const [all, given] = (await Promise.all([ask('--all'), ask()])).map((text) => JSON.parse(text));
      return { name, version, all, given: isJsonObject(given) ? given : {} };
    }),
  );
  expect(revisions).toEqual(shown);
  expect(shown.length).toBe(secrets.filter(({ type }) => type === 'helm.sh/release.v1').length);
});
