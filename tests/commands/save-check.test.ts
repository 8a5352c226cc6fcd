import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { saveCheck } from '../../src/commands/parts/save-check.ts';
import { gradeLab } from '../../src/grade/grade-lab.ts';
import type { Json, JsonObject } from '../../src/kubernetes/json.ts';
import type { SavedCheck } from '../../src/snapshot/saved.ts';
import { parseSaved } from '../../src/snapshot/saved.ts';
import { brief, judge, labOf, record as plainRecord, snapshotFor } from '../checks/judging.ts';
import { temporaryFolder } from '../embedded/temporary-folder.ts';
import { certificatesTime, named, releases, storedCertificates } from '../fixtures/real-objects.ts';

const record = { ...plainRecord, namespaces: { shop: 'certificates', back: 'cafes' } };
const names = storedCertificates.flatMap(({ kind, metadata }) => (kind === 'Secret' ? [metadata.name] : []));
const certificate = (secret: string): JsonObject => ({
  certificate: { secret, in: 'shop', matchesKey: true, names: ['shop.example.com'] },
});
const release = (name: string, more: JsonObject): JsonObject => ({ release: { name, in: 'back', ...more } });

/** What the checks of a lab say of the recorded cluster, saved and read again. */
async function savedAgain(checks: readonly JsonObject[]) {
  const lab = labOf(checks.map((check, index): { [key: string]: Json } => ({ id: `t${index}`, checks: [check] })));
  const circumstances = { objects: [...storedCertificates, ...releases], now: certificatesTime, record };
  const snapshot = snapshotFor(lab, circumstances);
  const saved: SavedCheck = { kubeproctor: 1, snapshot, record, isLabChanged: false, contextFlag: '' };
  const path = join(temporaryFolder(), 'saved.json');
  const { differs } = await saveCheck(path, saved, lab);
  const text = await readFile(path, 'utf8');
  const again = parseSaved(text, path);
  return { differs, text, before: gradeLab({ lab, record, snapshot }), after: gradeLab({ lab, ...again }) };
}

const rsaKey = Buffer.from(Object(named(storedCertificates, 'Secret/common-name').data)['tls.key'], 'base64');
const publicHalf = createPublicKey(rsaKey).export({ type: 'spki', format: 'der' });

/** Lines of the private keys, but for the modulus of RSA, which is the public half. */
const secretTexts: readonly string[] = storedCertificates.flatMap(({ data }) =>
  Object.values(Object(data))
    .map((value) => Buffer.from(String(value), 'base64').toString('latin1'))
    .filter((text) => text.includes('PRIVATE KEY'))
    .flatMap((text) =>
      text.split('\n').filter((line) => line.length > 40 && !publicHalf.includes(Buffer.from(line, 'base64'))),
    ),
);

test('of a private key a saved check holds what its verdict rests on, and nothing that is secret', async () => {
  const { differs, text, before, after } = await savedAgain(names.map(certificate));
  expect(after.tasks).toEqual(before.tasks);
  expect(differs).toEqual([]);
  expect(before.tasks.map(({ verdict }) => verdict.verdict)).toEqual(
    names.map((name) => (['shop', 'without-chain'].includes(name) ? 'passed' : 'failed')),
  );
  expect(secretTexts.filter((line) => text.includes(line))).toEqual([]);
});

test('requests and their certificates are saved', async () => {
  const check = {
    certificate: { csr: 'dora', state: 'issued', signedBy: { configMap: 'kube-root-ca.crt', in: 'shop' } },
  };
  const { differs, before, after } = await savedAgain([check]);
  expect(differs).toEqual([]);
  expect([before, after].map(({ tasks }) => tasks[0]?.verdict.verdict)).toEqual(['passed', 'passed']);
});

const releaseChecks = [
  release('valued', { chart: 'cafe', values: { replicas: 5, image: { repository: 'nginx' } } }),
  release('rolled-back', { cameFrom: { revision: 1 } }),
  release('failed-upgrade', { values: { replicas: 4 } }),
  release('nothing', { absent: true }),
];

test('of a release a saved check holds what the checks name', async () => {
  const { differs, text, before, after } = await savedAgain(releaseChecks);
  expect(after.tasks).toEqual(before.tasks);
  expect(differs).toEqual([]);
  expect(before.tasks.map(({ verdict }) => verdict.verdict)).toEqual(['passed', 'passed', 'failed', 'passed']);
  expect(text.match(/cocoa|1\.26|"manifest"|templates|H4sI/g)).toBe(null);
});

test('nor does it hold more of a release where another check makes it keep whole objects', async () => {
  const sealed = {
    object: { any: 'Secret', in: 'shop' },
    has: { data: { 'tls.crt': { $matches: '^LS0tLS1CRUdJTiBDRVJU' } } },
  };
  const { text, differs } = await savedAgain([...releaseChecks, sealed]);
  expect(differs).toEqual(['t4']);
  expect(text.match(/cocoa|1\.26|H4sI/g)).toBe(null);
  expect(secretTexts.filter((line) => text.includes(line))).toEqual([]);
});

test.each([
  ['pem that is none', { decodedPem: { 'tls.crt': { content: 'pem', blocks: [7] } } }],
  ['content of another kind', { decodedPem: { 'tls.crt': { content: 'x' } } }],
])('a saved file with %s is judged all the same', (_name, change) => {
  const objects = storedCertificates.map((object) => ({ ...object, ...change }));
  expect(brief(judge(certificate('shop'), { objects, now: certificatesTime, record }))).toBe('certificate_unreadable');
});
