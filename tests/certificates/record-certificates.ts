import { writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../run-program.ts';

// Writes tests/fixtures/certificates/stored.json: `node tests/certificates/record-certificates.ts KUBECONFIG KUBECTL`, an
// embedded cluster's.

const [kubeconfig = '', program = 'kubectl'] = process.argv.slice(2);
const namespace = 'certificates';
const kubectl = (args: readonly string[], input = '') => run(program, ['--kubeconfig', kubeconfig, ...args], { input });

const curve = 'ec -pkeyopt ec_paramgen_curve:prime256v1';
const server = '-addext extendedKeyUsage=serverAuth -addext keyUsage=digitalSignature';
/** A key and a request for it, in `NAME.key` and `NAME.csr`. */
const requestCommand = (name: string, key: string, subject: string, ...more: readonly string[]): string =>
  ['req -new -nodes -newkey', key, `-keyout ${name}.key -out ${name}.csr -subj ${subject}`, ...more].join(' ');
const sign = (name: string, by: string, more: string) =>
  `x509 -req -in ${name}.csr -CA ${by}.crt -CAkey ${by}.key -out ${name}.crt -days 90 ${more}`;
const selfSigned = (name: string, key: string, subject: string, more = '') =>
  `req -x509 -nodes -newkey ${key} -keyout ${name}.key -out ${name}.crt -days 30 -subj ${subject}${more && ` ${more}`}`;

const names =
  'subjectAltName=DNS:shop.example.com,DNS:*.shop.example.com,IP:10.0.0.1,IP:2001:db8::1,URI:spiffe://example.com/shop';
const made = await openssl(
  [
    `req -x509 -nodes -newkey ${curve} -keyout root.key -out root.crt -days 3650 -subj /O=Shop/CN=shop-root`,
    requestCommand('middle', curve, '/O=Shop/CN=shop-middle'),
    sign('middle', 'root', '-extfile authority.ext'),
    requestCommand('leaf', curve, '/O=Shop/CN=shop.example.com', `-addext ${names} ${server}`),
    sign('leaf', 'middle', '-copy_extensions copy'),
    selfSigned('common', 'rsa:2048', '/CN=shop.example.com'),
    selfSigned('edwards', 'ed25519', '/CN=edwards', '-addext subjectAltName=DNS:edwards.example.com'),
    'pkcs8 -topk8 -in leaf.key -out locked.key -passout pass:secret',
    'ec -in leaf.key -out locked-as-of-old.key -aes128 -passout pass:secret',
    'x509 -in leaf.crt -outform DER -out leaf.der',
    requestCommand('dora', curve, '/O=testers/O=developers/CN=dora'),
    requestCommand('emil', 'ed25519', '/O=developers/CN=emil'),
    requestCommand('web', curve, '/CN=web', '-addext subjectAltName=DNS:web.example.com,IP:10.1.0.1'),
  ],
  [
    ...['root.crt', 'root.key', 'middle.crt', 'leaf.crt', 'leaf.key', 'leaf.csr', 'common.crt', 'common.key'],
    ...[
      'edwards.crt',
      'edwards.key',
      'locked.key',
      'locked-as-of-old.key',
      'leaf.der',
      'dora.csr',
      'emil.csr',
      'web.csr',
    ],
  ],
);
const of = (file: string): string => made[file] ?? '';
const encoded = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

const pairs: Readonly<Record<string, readonly [certificate: string, key: string]>> = {
  shop: [of('leaf.crt') + of('middle.crt'), of('leaf.key')],
  'chain-turned': [of('middle.crt') + of('leaf.crt'), of('leaf.key')],
  'without-chain': [of('leaf.crt'), of('leaf.key')],
  'common-name': [of('common.crt'), of('common.key')],
  edwards: [of('edwards.crt'), of('edwards.key')],
  'other-key': [of('leaf.crt'), of('common.key')],
  locked: [of('leaf.crt'), of('locked.key')],
  'locked-as-of-old': [of('leaf.crt'), of('locked-as-of-old.key')],
  swapped: [of('leaf.key'), of('leaf.crt')],
  request: [of('leaf.csr'), of('leaf.key')],
  'base64-twice': [encoded(of('leaf.crt')), encoded(of('leaf.key'))],
  binary: [of('leaf.der'), of('leaf.key')],
  'cut-off': [of('leaf.crt').replace(/(.{64}\n){3}(?=.*\n-----END)/, ''), of('leaf.key').replace(/^.{20}/m, '')],
  'key-cut-off': [of('leaf.crt'), of('leaf.key').replace(/\n.{30}/, '\n')],
  empty: ['', ''],
  root: [of('root.crt'), of('root.key')],
};
const request = (name: string, file: string, signerName: string, more: object = {}) => ({
  ...{ apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: { name } },
  spec: { request: encoded(of(file)), signerName, usages: ['client auth', 'digital signature'], ...more },
});
const client = 'kubernetes.io/kube-apiserver-client';
const items = [
  ...Object.entries(pairs).map(([name, [certificate, key]]) => ({
    ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { name, namespace } },
    data: { 'tls.crt': encoded(certificate), 'tls.key': encoded(key) },
  })),
  {
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'opaque', namespace } },
    data: { 'server.crt': encoded(of('leaf.crt')), 'server.key': encoded(of('leaf.key')) },
  },
  {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'authority', namespace } },
    data: { 'ca.crt': of('root.crt') },
  },
  request('dora', 'dora.csr', client, { expirationSeconds: 86_400 }),
  request('emil', 'emil.csr', client),
  request('denied', 'dora.csr', client),
  request('web', 'web.csr', 'example.com/web', { usages: ['server auth', 'signing'] }),
];
const list = { apiVersion: 'v1', kind: 'List', items };

await kubectl(['create', 'namespace', namespace]);
await kubectl(['create', '-f', '-'], JSON.stringify(list));
await kubectl(['certificate', 'approve', 'dora', 'web']);
await kubectl(['certificate', 'deny', 'denied']);
await kubectl(['wait', 'csr/dora', '--for=jsonpath={.status.certificate}', '--timeout=30s']);
const stored = await kubectl(['get', 'secrets,configmaps', '-n', namespace, '-o', 'json']);
const requests = await kubectl(['get', 'csr', 'dora', 'emil', 'denied', 'web', '-o', 'json']);
const all = [stored, requests].flatMap((text) => JSON.parse(text).items);
writeFileSync(
  join(import.meta.dirname, '../fixtures/certificates/stored.json'),
  `${JSON.stringify(all, undefined, 1)}\n`,
);
await kubectl(['delete', 'csr', 'dora', 'emil', 'denied', 'web']);
await kubectl(['delete', 'namespace', namespace, '--wait=false']);

/** Runs openssl commands, written without `openssl`, one after the other in one folder; answers the files that are left. */
async function openssl(commands: readonly string[], files: readonly string[]): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeproctor-openssl-'));
  try {
    await writeFile(join(folder, 'authority.ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign\n');
    for (const command of commands) await run('openssl', command.split(' '), { cwd: folder });
    const contents = await Promise.all(
      files.map(async (file) => [file, await readFile(join(folder, file), 'latin1')] as const),
    );
    return Object.fromEntries(contents);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
