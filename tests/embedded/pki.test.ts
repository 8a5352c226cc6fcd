import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensurePki } from '../../src/embedded/pki.ts';
import { temporaryFolder } from './temporary-folder.ts';

const now = new Date('2026-01-01T00:00:00Z');
const daysLater = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000);

const certificate = (folder: string, name: string) => new X509Certificate(readFileSync(join(folder, `${name}.crt`)));
const contents = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));

async function freshPki(): Promise<string> {
  const folder = join(temporaryFolder(), 'pki');
  await ensurePki(folder, now);
  return folder;
}

test('every certificate is for one use, by the authority meant for it', async () => {
  const folder = await freshPki();
  const authorities = ['ca', 'etcd-ca', 'requestheader-ca'];
  const seen = readdirSync(folder)
    .filter((file) => file.endsWith('.crt') && !authorities.includes(file.replace('.crt', '')))
    .map((file) => {
      const found = certificate(folder, file.replace('.crt', ''));
      const signer = authorities.filter((name) => found.verify(certificate(folder, name).publicKey)).join();
      return [file, found.subject.replaceAll('\n', ','), signer, found.keyUsage?.join(), found.subjectAltName];
    });
  expect(seen).toEqual([
    ['admin.crt', 'O=system:masters,CN=kubeproctor-admin', 'ca', clientUse, undefined],
    ['apiserver.crt', 'CN=kube-apiserver', 'ca', serverUse, apiserverNames],
    ['controller-manager.crt', 'CN=system:kube-controller-manager', 'ca', clientUse, undefined],
    ['etcd-client.crt', 'CN=kube-apiserver-etcd-client', 'etcd-ca', clientUse, undefined],
    ['etcd.crt', 'CN=etcd', 'etcd-ca', `${serverUse},${clientUse}`, 'IP Address:127.0.0.1, DNS:localhost'],
    ['kubelet-client.crt', 'CN=kube-apiserver-kubelet-client', 'ca', clientUse, undefined],
    ['kwok.crt', 'O=system:masters,CN=kubeproctor-kwok', 'ca', clientUse, undefined],
    ['requestheader-client.crt', 'CN=requestheader-client', 'requestheader-ca', clientUse, undefined],
    ['scheduler.crt', 'CN=system:kube-scheduler', 'ca', clientUse, undefined],
  ]);
});

const serverUse = '1.3.6.1.5.5.7.3.1';
const clientUse = '1.3.6.1.5.5.7.3.2';
const apiserverNames =
  'IP Address:127.0.0.1, IP Address:10.96.0.1, DNS:localhost, DNS:kubernetes, DNS:kubernetes.default, ' +
  'DNS:kubernetes.default.svc, DNS:kubernetes.default.svc.cluster.local';

test('an authority says whose it is, and may sign certificates', async () => {
  const folder = await freshPki();
  const { subject, ca, validTo } = certificate(folder, 'ca');
  expect([subject.replace(/[0-9a-f]{8}$/, 'ID'), ca, validTo]).toEqual([
    'O=kubeproctor\nCN=kubeproctor-ca-ID',
    true,
    'Dec 30 00:00:00 2035 GMT',
  ]);
});

test('nobody else can read the keys', async () => {
  const folder = await freshPki();
  const modes = readdirSync(folder).map((file) => (statSync(join(folder, file)).mode & 0o777).toString(8));
  expect(new Set(modes)).toEqual(new Set(['600']));
});

test('what is there and good stays', async () => {
  const folder = await freshPki();
  const before = contents(folder);
  expect(await ensurePki(folder, daysLater(300))).toEqual({ changed: false });
  expect(contents(folder)).toEqual(before);
});

test('certificates are renewed in their last month, by the same authority', async () => {
  const folder = await freshPki();
  const before = contents(folder);
  expect(await ensurePki(folder, daysLater(340))).toEqual({ changed: true });
  const after = contents(folder);
  const same = Object.keys(after).filter((file) => after[file] === before[file]);
  expect(same).toEqual([
    'ca.crt',
    'ca.key',
    'etcd-ca.crt',
    'etcd-ca.key',
    'requestheader-ca.crt',
    'requestheader-ca.key',
    'service-account.key',
    'service-account.pub',
  ]);
  expect(certificate(folder, 'admin').verify(certificate(folder, 'ca').publicKey)).toBe(true);
});

test.each([
  ['a missing key', (folder: string) => rmSync(join(folder, 'admin.key'))],
  ['half a certificate', (folder: string) => writeFileSync(join(folder, 'admin.crt'), '-----BEGIN CERT')],
  [
    'a key of another certificate',
    (folder: string) => writeFileSync(join(folder, 'admin.key'), readFileSync(join(folder, 'kwok.key'))),
  ],
])('%s makes that certificate anew, and no other', async (_name, damage) => {
  const folder = await freshPki();
  const before = contents(folder);
  damage(folder);
  expect(await ensurePki(folder, now)).toEqual({ changed: true });
  const after = contents(folder);
  expect(Object.keys(after).filter((file) => after[file] !== before[file])).toEqual(['admin.crt', 'admin.key']);
});

test('a lost authority takes its certificates with it', async () => {
  const folder = await freshPki();
  const before = contents(folder);
  rmSync(join(folder, 'requestheader-ca.key'));
  await ensurePki(folder, now);
  const after = contents(folder);
  expect(Object.keys(after).filter((file) => after[file] !== before[file])).toEqual([
    'requestheader-ca.crt',
    'requestheader-ca.key',
    'requestheader-client.crt',
    'requestheader-client.key',
  ]);
});
