import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isEmbeddedCertificate } from '../../src/embedded/embedded-certificate.ts';
import { ensurePki } from '../../src/embedded/pki.ts';

let cleanUp = () => {};
let own = '';
let other = '';
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubeproctor-ca-'));
  cleanUp = () => rmSync(folder, { recursive: true });
  await ensurePki(folder, new Date());
  own = readFileSync(join(folder, 'ca.crt'), 'utf8');
  other = readFileSync(join(folder, 'etcd-ca.crt'), 'utf8');
});

afterAll(() => cleanUp());

test.each([
  ['our authority', () => own, true],
  ['ours with other line breaks and a comment', () => `# ours\n${own.replaceAll('\n', '\r\n')}`, true],
  ['another authority', () => other, false],
  ['ours beside another, which could vouch for another server', () => own + other, false],
  ['no certificate', () => '', false],
  ['a damaged certificate', () => own.replace(/CERTIFICATE-----\n.{20}/, 'CERTIFICATE-----\n'), false],
])('%s: %s', (_name, pem, expected) => {
  expect(isEmbeddedCertificate(pem(), own)).toBe(expected);
});

test('no cluster of ours: nothing is ours', () => {
  expect(isEmbeddedCertificate(own, '')).toBe(false);
});
