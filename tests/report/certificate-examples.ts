import type {
  CertificateEvidence,
  CertificateIssue,
  CertificatePlace,
  PemProblem,
} from '../../src/checks/certificate/told.ts';

const secret = { kind: 'Secret', name: 'shop-tls', namespace: 'shop' };
const request = { kind: 'CertificateSigningRequest', name: 'jane' };
const place: CertificatePlace = { object: secret, entry: 'tls.crt', of: 'certificate' };
const key: CertificatePlace = { object: secret, entry: 'tls.key', of: 'key' };
const asked: CertificatePlace = { object: request, entry: 'spec.request', of: 'request' };
const issued: CertificatePlace = { object: request, entry: 'status.certificate', of: 'certificate' };
const authority: CertificatePlace = {
  ...{ object: { kind: 'ConfigMap', name: 'kube-root-ca.crt', namespace: 'shop' } },
  ...{ entry: 'ca.crt', of: 'authority' },
};

const problems: readonly PemProblem[] = [
  { problem: 'no_entry', entries: ['server.crt', 'server.key'] },
  { problem: 'no_entry', entries: [] },
  { problem: 'empty' },
  { problem: 'not_pem' },
  { problem: 'base64_twice' },
  { problem: 'other', labels: ['EC PARAMETERS', 'PRIVATE KEY'] },
  { problem: 'broken', label: 'CERTIFICATE' },
];
const names = { code: 'certificate_names', place, wanted: ['shop.example.com', '10.0.0.1'] } as const;
const state = { code: 'request_state', object: request, signer: 'kubernetes.io/kube-apiserver-client' } as const;

type Examples = {
  readonly [Code in CertificateIssue['code']]: readonly Extract<CertificateIssue, { code: Code }>[];
};

/** Issues of each code, as judges make them. */
export const certificateIssues: Examples = {
  certificate_unreadable: [
    ...problems.map((problem) => ({ code: 'certificate_unreadable', place, problem }) as const),
    { code: 'certificate_unreadable', place: key, problem: { problem: 'encrypted' } },
    { code: 'certificate_unreadable', place: authority, problem: { problem: 'empty' } },
    { code: 'certificate_unreadable', place: asked, problem: { problem: 'not_pem' } },
  ],
  certificate_key_differs: [
    { code: 'certificate_key_differs', place, keyEntry: 'tls.key', isChainTurned: false },
    { code: 'certificate_key_differs', place, keyEntry: 'tls.key', isChainTurned: true },
  ],
  certificate_names: [
    { ...names, missing: ['shop.example.com'], superfluous: [], found: ['bar.example.com', '*.example.com'] },
    { ...names, missing: ['shop.example.com'], superfluous: [], found: [], commonName: 'shop.example.com' },
    { ...names, missing: ['shop.example.com'], superfluous: [], found: [] },
    { ...names, missing: [], superfluous: ['bar.example.com'], found: ['shop.example.com', 'bar.example.com'] },
    { ...names, place: asked, missing: ['10.0.0.1'], superfluous: [], found: ['shop.example.com'] },
  ],
  certificate_subject: [
    { code: 'certificate_subject', place: asked, part: 'subject', attribute: 'CN', wanted: 'jane', found: ['jan'] },
    {
      ...{ code: 'certificate_subject', place: issued, part: 'subject', attribute: 'O' },
      ...{ wanted: ['developers', 'testers'], found: ['developers', 'system:masters'] },
    },
    { code: 'certificate_subject', place, part: 'issuer', attribute: 'CN', wanted: { $matches: '^shop' }, found: [] },
    { code: 'certificate_subject', place, part: 'subject', attribute: 'O', wanted: [], found: ['Shop'] },
  ],
  certificate_usages: [
    { code: 'certificate_usages', place, missing: ['server auth'], found: ['digital signature', 'client auth'] },
    { code: 'certificate_usages', place: asked, missing: ['client auth'], found: [] },
  ],
  certificate_not_signed_by: [
    {
      ...{ code: 'certificate_not_signed_by', place, authority, authorityName: 'CN=kubernetes' },
      issuer: 'CN=shop-root, O=Shop',
    },
    { code: 'certificate_not_signed_by', place, authority, authorityName: '', issuer: '' },
  ],
  certificate_expired: [{ code: 'certificate_expired', place, since: '2026-01-02T03:04:05Z' }],
  certificate_not_yet_valid: [{ code: 'certificate_not_yet_valid', place, from: '2027-01-02T03:04:05Z' }],
  certificate_too_short: [
    { code: 'certificate_too_short', place, days: 30, until: '2026-01-02T03:04:05Z' },
    { code: 'certificate_too_short', place: issued, days: 1, until: '2026-01-02T03:04:05Z' },
  ],
  certificate_lifetime: [
    { code: 'certificate_lifetime', place, wanted: { $max: 90 }, found: 365 },
    { code: 'certificate_lifetime', place: issued, wanted: 7, found: 1 },
  ],
  request_missing: [
    { code: 'request_missing', name: 'jane' },
    { code: 'request_missing', name: 'jane', nearest: { name: 'jane-2', subject: 'CN=jane, O=developers' } },
  ],
  request_state: [
    { ...state, wanted: 'approved', found: 'pending' },
    { ...state, wanted: 'issued', found: 'pending' },
    { ...state, wanted: 'issued', found: 'approved' },
    { ...state, wanted: 'approved', found: 'denied', message: 'wrong group' },
    { ...state, wanted: 'issued', found: 'failed' },
    { ...state, wanted: 'pending', found: 'issued' },
    { ...state, wanted: 'denied', found: 'approved' },
  ],
};

export const certificateEvidence: readonly CertificateEvidence[] = [
  {
    ...{ code: 'certificate', place, subject: 'CN=shop.example.com, O=Shop' },
    ...{ names: ['shop.example.com', '10.0.0.1'], until: '2027-01-02T03:04:05Z' },
  },
  { code: 'certificate', place: asked, subject: 'CN=jane', names: [], state: 'issued' },
];
