import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contentIssues } from '../../src/checks/certificate/content-issues.ts';
import type { CertificatePlace } from '../../src/checks/certificate/told.ts';
import { issueCertificate } from '../../src/embedded/certificate.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { certificatesTime, named, storedCertificates } from '../fixtures/real-objects.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, issuesOf, judge, without } from './judging.ts';
import { testRows } from './test-rows.ts';

const place = { in: { namespace: 'certificates' } };
const at = (circumstances: Circumstances = {}): Circumstances => ({
  objects: storedCertificates,
  now: certificatesTime,
  ...circumstances,
});
const judged = (certificate: JsonObject, circumstances?: Circumstances) =>
  judge({ certificate: 'csr' in certificate ? certificate : { ...place, ...certificate } }, at(circumstances));
const authority = { configMap: 'authority', ...place };
const days = (count: number): string => new Date(Date.parse(certificatesTime) + count * 86_400_000).toISOString();

testRows<readonly [string, JsonObject, string, Circumstances?]>(
  [
    ['a certificate', { secret: 'shop' }, 'holds'],
    ['none', { secret: 'nothing' }, 'object_missing'],
    [
      'on its way out',
      { secret: 'shop' },
      'object_missing',
      { objects: changed(storedCertificates, 'Secret/shop', { metadata: { deletionTimestamp: certificatesTime } }) },
    ],
    ['a name', { secret: 'shop', names: ['shop.example.com'] }, 'holds'],
    ['a name in capitals', { secret: 'shop', names: ['Shop.Example.com'] }, 'holds'],
    ['a name that the wildcard covers', { secret: 'shop', names: ['api.shop.example.com'] }, 'holds'],
    [
      'two labels, where the wildcard covers one',
      { secret: 'shop', names: ['a.b.shop.example.com'] },
      'certificate_names',
    ],
    ['no label, where the wildcard covers one', { secret: 'shop', names: ['example.com'] }, 'certificate_names'],
    ['the wildcard itself', { secret: 'shop', names: ['*.shop.example.com'] }, 'holds'],
    ['another wildcard', { secret: 'shop', names: ['*.example.com'] }, 'certificate_names'],
    ['a wildcard below the wildcard', { secret: 'shop', names: ['*.api.shop.example.com'] }, 'certificate_names'],
    ['an address', { secret: 'shop', names: ['10.0.0.1'] }, 'holds'],
    ['an address of version 6, written out', { secret: 'shop', names: ['2001:0db8:0:0::1'] }, 'holds'],
    ['another address', { secret: 'shop', names: ['10.0.0.2'] }, 'certificate_names'],
    ['a URI', { secret: 'shop', names: ['spiffe://example.com/shop'] }, 'holds'],
    ['another URI', { secret: 'shop', names: ['spiffe://example.com/bar'] }, 'certificate_names'],
    [
      'all names and no more',
      {
        ...{ secret: 'shop', only: true },
        names: ['shop.example.com', '*.shop.example.com', '10.0.0.1', '2001:db8::1', 'spiffe://example.com/shop'],
      },
      'holds',
    ],
    ['one of them only', { secret: 'edwards', names: ['edwards.example.com'], only: true }, 'holds'],
    [
      'a wildcard is more than a name that it covers',
      {
        ...{ secret: 'shop', only: true },
        names: ['shop.example.com', 'a.shop.example.com', '10.0.0.1', '2001:db8::1', 'spiffe://example.com/shop'],
      },
      'certificate_names',
    ],
    ['a common name is no name', { secret: 'common-name', names: ['shop.example.com'] }, 'certificate_names'],
    ['a subject', { secret: 'shop', subject: { CN: 'shop.example.com', O: ['Shop'] } }, 'holds'],
    [
      'another subject',
      { secret: 'shop', subject: { CN: 'shop', O: ['Bar'] } },
      'certificate_subject certificate_subject',
    ],
    ['an issuer', { secret: 'shop', issuer: { CN: 'shop-middle' } }, 'holds'],
    ['another issuer', { secret: 'shop', issuer: { CN: 'shop-root' } }, 'certificate_subject'],
    ['signed by way of the chain', { secret: 'shop', signedBy: authority }, 'holds'],
    ['without the chain', { secret: 'without-chain', signedBy: authority }, 'certificate_not_signed_by'],
    [
      'signed by another',
      { secret: 'shop', signedBy: { configMap: 'kube-root-ca.crt', ...place } },
      'certificate_not_signed_by',
    ],
    ['self-signed', { secret: 'common-name', signedBy: { secret: 'common-name', ...place } }, 'holds'],
    ['no such authority', { secret: 'shop', signedBy: { configMap: 'nobody', ...place } }, 'object_missing'],
    [
      'an authority without a certificate',
      { secret: 'shop', signedBy: { ...authority, entry: 'x' } },
      'certificate_unreadable',
    ],
    ['its use', { secret: 'shop', usages: ['server auth', 'digital signature', 'signing'] }, 'holds'],
    ['a use that it is not for', { secret: 'shop', usages: ['client auth'] }, 'certificate_usages'],
    ['a use of the key that it is not for', { secret: 'shop', usages: ['key encipherment'] }, 'certificate_usages'],
    ['all uses, where it names none', { secret: 'edwards', usages: ['server auth', 'client auth'] }, 'holds'],
    ['long enough', { secret: 'shop', validFor: 89 }, 'holds'],
    ['not long enough', { secret: 'shop', validFor: 91 }, 'certificate_too_short'],
    ['its days', { secret: 'shop', lifetime: 90 }, 'holds'],
    ['other days', { secret: 'shop', lifetime: { $max: 30 } }, 'certificate_lifetime'],
    ['expired', { secret: 'common-name' }, 'certificate_expired', { now: days(31) }],
    ['on its last day', { secret: 'common-name' }, 'holds', { now: days(29.99) }],
    ['not yet valid', { secret: 'shop' }, 'certificate_not_yet_valid', { now: days(-1) }],
    ['valid in a moment', { secret: 'shop' }, 'certificate_not_yet_valid*', { now: '2026-11-25T11:07:13Z' }],
  ],
  (_name, certificate, expected, circumstances) => expect(brief(judged(certificate, circumstances))).toBe(expected),
);

testRows<readonly [string, JsonObject, string]>(
  [
    ['of a curve', { secret: 'shop' }, 'holds'],
    ['of RSA', { secret: 'common-name' }, 'holds'],
    ['of Ed25519', { secret: 'edwards' }, 'holds'],
    ['under other names', { secret: 'opaque', entry: 'server.crt', keyEntry: 'server.key' }, 'holds'],
    ['of another certificate', { secret: 'other-key' }, 'certificate_key_differs'],
    ['of a later certificate of the chain', { secret: 'chain-turned' }, 'certificate_key_differs'],
    ['behind a passphrase', { secret: 'locked' }, 'certificate_unreadable'],
    ['behind a passphrase, in the old way', { secret: 'locked-as-of-old' }, 'certificate_unreadable'],
    ['cut off', { secret: 'key-cut-off' }, 'certificate_unreadable'],
    ['not there', { secret: 'opaque', entry: 'server.crt' }, 'certificate_unreadable'],
  ],
  (_name, certificate, expected) => expect(brief(judged({ matchesKey: true, ...certificate }))).toBe(expected),
  'a key ',
);

test.each([
  ['opaque', { problem: 'no_entry', entries: ['server.crt', 'server.key'] }],
  ['empty', { problem: 'empty' }],
  ['binary', { problem: 'not_pem' }],
  ['base64-twice', { problem: 'base64_twice' }],
  ['swapped', { problem: 'other', labels: ['PRIVATE KEY'] }],
  ['request', { problem: 'other', labels: ['CERTIFICATE REQUEST'] }],
  ['cut-off', { problem: 'broken', label: 'CERTIFICATE' }],
])('what is wrong with %s', (secret, problem) =>
  expect(issuesOf(judged({ secret }))).toEqual([
    {
      code: 'certificate_unreadable',
      place: {
        object: { kind: 'Secret', name: secret, namespace: 'certificates' },
        ...{ entry: 'tls.crt', of: 'certificate' },
      },
      problem,
      isMoving: false,
    },
  ]),
);

test.each([
  ['locked', { problem: 'encrypted' }],
  ['locked-as-of-old', { problem: 'encrypted' }],
  ['key-cut-off', { problem: 'broken', label: 'PRIVATE KEY' }],
  ['swapped', { problem: 'other', labels: ['CERTIFICATE'] }],
])('what is wrong with the key of %s', (secret, problem) => {
  const [, certificate] = Object.entries(Object(named(storedCertificates, 'Secret/shop').data))[0] ?? [];
  const objects = changed(storedCertificates, `Secret/${secret}`, { data: { 'tls.crt': String(certificate) } });
  expect(issuesOf(judged({ secret, matchesKey: true }, { objects }))).toMatchObject([{ problem, isMoving: false }]);
});

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const issuer = { subject: { commonName: 'issuer' }, key: keys.privateKey };
const madeHere = (use: 'authority' | 'server', days: number, commonName = 'issuer'): string =>
  issueCertificate({
    ...{ subject: { commonName }, publicKey: keys.publicKey, issuer, use },
    notBefore: new Date(certificatesTime),
    notAfter: new Date(Date.parse(certificatesTime) + days * 86_400_000),
  });
const withCertificates = (name: string, ...certificates: readonly string[]): JsonObject => ({
  metadata: { name },
  data: { 'tls.crt': Buffer.from(certificates.join('')).toString('base64') },
});
const [brokenOne = ''] = [Buffer.from(Object(named(storedCertificates, 'Secret/cut-off').data)['tls.crt'], 'base64')];

testRows<readonly [string, JsonObject, string, JsonObject, JsonObject?]>(
  [
    [
      'signed by an authority',
      { signedBy: { secret: 'signer', ...place } },
      'holds',
      withCertificates('leaf', madeHere('server', 9, 'leaf')),
      withCertificates('signer', madeHere('authority', 9)),
    ],
    [
      'signed by who is no authority',
      { signedBy: { secret: 'signer', ...place } },
      'certificate_not_signed_by',
      withCertificates('leaf', madeHere('server', 9, 'leaf')),
      withCertificates('signer', madeHere('server', 9)),
    ],
    ['days are rounded', { lifetime: 1 }, 'holds', withCertificates('leaf', madeHere('server', 1.2))],
    [
      'a chain with something broken in it',
      {},
      'certificate_unreadable',
      withCertificates('leaf', madeHere('server', 1), String(brokenOne)),
    ],
  ],
  (_name, certificate, expected, leaf, signer = {}) => {
    const withLeaf = changed(storedCertificates, 'Secret/opaque', leaf);
    const objects = changed(withLeaf, 'Secret/edwards', signer);
    expect(brief(judged({ secret: 'leaf', ...certificate }, { objects }))).toBe(expected);
  },
  'made here: ',
);

const pemIn = (file: string): readonly string[] =>
  readFileSync(new URL(`../fixtures/certificates/${file}`, import.meta.url), 'utf8').split(/(?<=END.*\n)/);

test.each<[string, 'holds' | 'certificate_names']>([
  ['shop.example.com', 'holds'],
  ['jane@example.com', 'holds'],
  ['10.0.0.1', 'certificate_names'], // as a DNS name, and nobody asks for an address by that
  ['2001:db8::1', 'certificate_names'],
  ['mail.example.com', 'certificate_names'], // as a mail address
  ['page.example.com', 'certificate_names'], // as a URI
])('names of a certificate that were given the wrong kind: %s', (name, expected) => {
  const [misnamed = ''] = pemIn('misnamed.pem');
  const objects = changed(storedCertificates, 'Secret/opaque', withCertificates('misnamed', misnamed));
  expect(brief(judged({ secret: 'misnamed', names: [name] }, { objects, now: days(1) }))).toBe(expected);
});

const signedBy = (leaf: string, signer: string): string => {
  const withLeaf = changed(storedCertificates, 'Secret/opaque', withCertificates('leaf', leaf));
  const objects = changed(withLeaf, 'Secret/edwards', withCertificates('signer', signer));
  const check = { secret: 'leaf', subject: { CN: 'dora' }, signedBy: { secret: 'signer', ...place } };
  return brief(judged(check, { objects, now: days(1) }));
};

test('signed by a root of version 1, as `openssl x509 -req -signkey` makes them', () => {
  const [leaf = '', root = ''] = pemIn('version-1.pem');
  const outcomes = [root, leaf, madeHere('server', 9)].map((signer) => signedBy(leaf, signer));
  expect(outcomes).toEqual(['holds', 'holds', 'certificate_not_signed_by']);
});

test('signed by an authority whose key may not sign certificates', () => {
  const [leaf = '', signer = ''] = pemIn('no-signer.pem');
  expect(signedBy(leaf, signer)).toBe('certificate_not_signed_by');
});

test('an authority of the same key and another name is another', () => {
  const [leaf = '', signer = '', renamed = ''] = pemIn('renamed-signer.pem');
  expect([signedBy(leaf, signer), signedBy(leaf, renamed)]).toEqual(['holds', 'certificate_not_signed_by']);
});

test('of two common names the last is meant', () => {
  const content = { names: [], keyUsages: undefined, extendedUsages: undefined, isAuthority: false };
  const found = { ...content, subject: { CN: ['one', 'two'] } };
  const where: CertificatePlace = { object: { kind: 'Secret', name: 'x' }, entry: 'tls.crt', of: 'certificate' };
  expect([
    contentIssues({ subject: { CN: 'two' } }, found, where),
    contentIssues({ subject: { CN: 'one' } }, found, where),
  ]).toMatchObject([[], [{ code: 'certificate_subject', attribute: 'CN' }]]);
});

test('a key that belongs to a later certificate tells that the chain is turned round', () =>
  expect(issuesOf(judged({ secret: 'chain-turned', matchesKey: true }))).toEqual([
    {
      code: 'certificate_key_differs',
      place: {
        object: { kind: 'Secret', name: 'chain-turned', namespace: 'certificates' },
        ...{ entry: 'tls.crt', of: 'certificate' },
      },
      ...{ keyEntry: 'tls.key', isChainTurned: true, isMoving: false },
    },
  ]));

test('no finding holds anything of a private key', () => {
  const keys = storedCertificates.flatMap(({ data }) => Object.values(Object(data)).map(String));
  const outcomes = storedCertificates
    .filter(({ kind }) => kind === 'Secret')
    .flatMap(({ metadata: { name } }) =>
      ['tls.crt', 'tls.key', 'server.key'].map((entry) =>
        JSON.stringify(judged({ secret: name, entry, keyEntry: entry, matchesKey: true })),
      ),
    );
  const bodies = keys.flatMap((key) =>
    Buffer.from(key, 'base64')
      .toString('latin1')
      .split('\n')
      .filter((line) => line.length > 40),
  );
  expect(outcomes.filter((outcome) => bodies.some((body) => outcome.includes(body)))).toEqual([]);
});

const signer = 'kubernetes.io/kube-apiserver-client';
const approvedNow = {
  status: { certificate: null, conditions: [{ type: 'Approved', status: 'True', lastUpdateTime: certificatesTime }] },
};

testRows<readonly [string, JsonObject, string, Circumstances?]>(
  [
    ['what is asked for', { csr: 'dora', subject: { CN: 'dora', O: ['developers', 'testers'] }, signer }, 'holds'],
    ['one group too many', { csr: 'dora', subject: { O: ['developers'] } }, 'certificate_subject'],
    ['one group too few', { csr: 'emil', subject: { O: ['developers', 'testers'] } }, 'certificate_subject'],
    ['no group', { csr: 'web', subject: { CN: 'web', O: [] } }, 'holds'],
    ['a pattern', { csr: 'dora', subject: { CN: { $matches: '^d' }, O: { $count: 2 } } }, 'holds'],
    ['a pattern of the only group', { csr: 'emil', subject: { O: { $matches: '^dev' } } }, 'holds'],
    ['one of several groups', { csr: 'emil', subject: { O: { $oneOf: ['testers', 'developers'] } } }, 'holds'],
    ['one of several sets', { csr: 'dora', subject: { O: { $oneOf: [['testers', 'developers'], []] } } }, 'holds'],
    ['not this group', { csr: 'emil', subject: { O: { $not: 'developers' } } }, 'certificate_subject'],
    ['not this group alone', { csr: 'dora', subject: { O: { $not: 'developers' } } }, 'holds'],
    ['this group nowhere', { csr: 'dora', subject: { O: { $none: 'developers' } } }, 'certificate_subject'],
    ['some group', { csr: 'web', subject: { O: { $exists: true } } }, 'certificate_subject'],
    ['no group, by an operator', { csr: 'web', subject: { CN: 'web', O: { $absent: true } } }, 'holds'],
    ['exactly no group', { csr: 'web', subject: { O: { $exactly: [] } } }, 'holds'],
    ['another user', { csr: 'dora', subject: { CN: 'emil' } }, 'certificate_subject'],
    ['another signer', { csr: 'web', signer }, 'value_differs'],
    ['uses', { csr: 'dora', usages: ['client auth', 'signing'] }, 'holds'],
    ['a use by its other name', { csr: 'web', usages: ['digital signature'] }, 'holds'],
    ['a use that is not asked for', { csr: 'dora', usages: ['server auth'] }, 'certificate_usages'],
    ['names', { csr: 'web', names: ['web.example.com', '10.1.0.1'], only: true }, 'holds'],
    ['a name that is not asked for', { csr: 'web', names: ['shop.example.com'] }, 'certificate_names'],
    ['how long', { csr: 'dora', expirationSeconds: 86_400 }, 'holds'],
    ['not how long', { csr: 'emil', expirationSeconds: 86_400 }, 'value_differs'],
    ['pending', { csr: 'emil', state: 'pending' }, 'holds'],
    ['not approved', { csr: 'emil', state: 'approved' }, 'request_state'],
    ['approved', { csr: 'web', state: 'approved' }, 'holds'],
    ['approved, for it is issued', { csr: 'dora', state: 'approved' }, 'holds'],
    ['issued', { csr: 'dora', state: 'issued', subject: { CN: 'dora' } }, 'holds'],
    ['its signer issues nothing', { csr: 'web', state: 'issued' }, 'request_state'],
    [
      'about to be issued',
      { csr: 'dora', state: 'issued' },
      'request_state*',
      { objects: changed(storedCertificates, 'CertificateSigningRequest/dora', approvedNow) },
    ],
    [
      'never issued',
      { csr: 'dora', state: 'issued' },
      'request_state',
      { now: days(0.01), objects: changed(storedCertificates, 'CertificateSigningRequest/dora', approvedNow) },
    ],
    [
      'another signer takes its time',
      { csr: 'web', state: 'issued' },
      'request_state',
      { now: '2026-11-25T11:07:20Z' },
    ],
    ['denied', { csr: 'denied', state: 'denied' }, 'holds'],
    ['denied, and should not be', { csr: 'denied', state: 'approved' }, 'request_state'],
    ['pending no more', { csr: 'dora', state: 'pending' }, 'request_state'],
    ['how long it was issued for', { csr: 'dora', lifetime: 1 }, 'holds'],
    ['issued for longer', { csr: 'dora', lifetime: { $min: 7 } }, 'certificate_lifetime'],
    ['what was issued has expired', { csr: 'dora', state: 'issued' }, 'certificate_expired', { now: days(2) }],
    ['nothing issued that could be long enough', { csr: 'emil', validFor: 1 }, 'request_state'],
    [
      "signed by the cluster's authority",
      { csr: 'dora', signedBy: { configMap: 'kube-root-ca.crt', ...place } },
      'holds',
    ],
    ['signed by another authority', { csr: 'dora', signedBy: authority }, 'certificate_not_signed_by'],
    ['none', { csr: 'nobody' }, 'request_missing'],
    [
      'none any more',
      { csr: 'dora', state: 'issued' },
      'request_missing',
      { objects: without(storedCertificates, 'CertificateSigningRequest/dora') },
    ],
    [
      'a signer that put another certificate in its place',
      { csr: 'dora', state: 'issued', subject: { CN: 'dora' } },
      'certificate_subject',
      {
        objects: changed(storedCertificates, 'CertificateSigningRequest/dora', {
          status: { certificate: Object(named(storedCertificates, 'Secret/shop').data)['tls.crt'] },
        }),
      },
    ],
  ],
  (_name, certificate, expected, circumstances) => expect(brief(judged(certificate, circumstances))).toBe(expected),
  'request: ',
);

test('a request of another name for the same user is the nearest', () =>
  expect(issuesOf(judged({ csr: 'developer', subject: { CN: 'dora' } }))).toEqual([
    {
      ...{ code: 'request_missing', name: 'developer', isMoving: false },
      nearest: { name: 'dora', subject: 'CN=dora, O=testers, O=developers' },
    },
  ]));

test('the evidence of a certificate', () =>
  expect(judged({ secret: 'edwards', matchesKey: true })).toEqual({
    finding: 'holds',
    evidence: [
      {
        code: 'certificate',
        place: {
          object: { kind: 'Secret', name: 'edwards', namespace: 'certificates' },
          ...{ entry: 'tls.crt', of: 'certificate' },
        },
        ...{ subject: 'CN=edwards', names: ['edwards.example.com'], until: '2026-12-25T11:07:18Z' },
      },
    ],
    isMoving: false,
  }));
