import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { issueCertificate } from '../../../src/embedded/certificate.ts';
import { sequence } from '../../../src/embedded/der.ts';
import { isSignedBy, readCertificate } from '../../../src/kubernetes/x509/certificate.ts';
import { readCertificateRequest } from '../../../src/kubernetes/x509/certificate-request.ts';
import { childrenOf, DerMistake, objectIdentifierOf, readDer } from '../../../src/kubernetes/x509/der-element.ts';
import { commonNameOf, nameText, readName } from '../../../src/kubernetes/x509/distinguished-name.ts';
import type { PemFile } from '../../../src/kubernetes/x509/pem-file.ts';
import { readPemFile } from '../../../src/kubernetes/x509/pem-file.ts';
import { named, storedCertificates } from '../../fixtures/real-objects.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const textIn = (ref: string, entry: string): string =>
  Buffer.from(Object(named(storedCertificates, ref).data)[entry], 'base64').toString('utf8');
const derIn = (file: PemFile): string => {
  const [block] = file.content === 'pem' ? file.blocks : [];
  return block?.block === 'certificate' || block?.block === 'request' ? block.der : '';
};
const shop = readCertificate(derIn(readPemFile(textIn('Secret/shop', 'tls.crt'))));
const { spec } = named(storedCertificates, 'CertificateSigningRequest/web');
const request = derIn(readPemFile(Buffer.from(Object(spec).request, 'base64').toString('utf8')));

// examples of X.690, 8.19.5, and of RFC 5280
test.each([
  ['06 03 88 37 03', '2.999.3'],
  ['06 03 55 04 03', '2.5.4.3'],
  ['06 09 2a 86 48 86 f7 0d 01 09 0e', '1.2.840.113549.1.9.14'],
])('the object identifier %s', (hex, dotted) => expect(objectIdentifierOf(readDer(bytes(hex)))).toBe(dotted));

test.each([
  ['nothing', ''],
  ['a length that is missing', '30'],
  ['content that is missing', '30 02 00'],
  ['two elements', '05 00 05 00'],
  ['a length without an end', '30 80 00 00'],
  ['a tag of several bytes', '1f 01 00'],
  ['a length of five bytes', '30 85 00 00 00 00 01 00'],
])('%s is no DER', (_name, hex) => expect(() => readDer(bytes(hex))).toThrow(DerMistake));

test('a length of two bytes', () => {
  const inner = sequence(Buffer.alloc(300, 5));
  expect([childrenOf(readDer(sequence(inner)))[0]?.content.length, readDer(inner).whole.length]).toEqual([300, 304]);
});

test.each([
  ['UTF-8', '0c 02 c3 a9'],
  ['Latin-1', '14 01 e9'],
  ['UTF-16', '1e 02 00 e9'],
])('a name in %s', (_name, hex) => {
  const pair = sequence(bytes('06 03 55 04 03'), bytes(hex));
  const name = readName(readDer(sequence(Buffer.concat([Buffer.from([0x31, pair.length]), pair]))));
  expect(name).toEqual({ CN: ['é'] });
});

test('of several common names the last is meant', () => {
  expect(commonNameOf({ CN: ['one', 'two'] })).toBe('two');
});

test('what openssl made, as a certificate', () => {
  const { der: _, publicKey: __, ...rest } = shop ?? {};
  expect(rest).toEqual({
    names: ['shop.example.com', '*.shop.example.com', '10.0.0.1', '2001:db8::1', 'spiffe://example.com/shop'],
    keyUsages: ['digital signature'],
    extendedUsages: ['server auth'],
    isAuthority: false,
    subject: { CN: ['shop.example.com'], O: ['Shop'] },
    issuer: { CN: ['shop-middle'], O: ['Shop'] },
    notBeforeMs: Date.parse('2026-11-25T11:07:18Z'),
    notAfterMs: Date.parse('2027-02-23T11:07:18Z'),
    isOfOldVersion: false,
  });
});

test('what openssl made, as a request', () => {
  const { publicKey, ...rest } = readCertificateRequest(request) ?? {};
  expect(rest).toEqual({
    names: ['web.example.com', '10.1.0.1'],
    ...{ keyUsages: undefined, extendedUsages: undefined, isAuthority: false, subject: { CN: ['web'] } },
  });
  expect(publicKey?.length).toBe(124); // 91 bytes: a point on P-256 and what says so
});

test('what our own authority makes', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = { commonName: 'ours', organization: 'us' };
  const dates = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2060-01-01T00:00:00Z') };
  const pem = issueCertificate({
    subject,
    publicKey,
    issuer: { subject, key: privateKey },
    ...dates,
    use: 'authority',
  });
  const ours = readCertificate(derIn(readPemFile(pem)));
  expect(ours && [ours.isAuthority, ours.keyUsages, ours.notAfterMs, nameText(ours.issuer)]).toEqual([
    ...[true, ['digital signature', 'cert sign', 'crl sign'], dates.notAfter.getTime(), 'CN=ours, O=us'],
  ]);
  expect(ours && [isSignedBy(ours, ours), shop && isSignedBy(shop, ours)]).toEqual([true, false]);
});

test.each([
  ['lines that end as on Windows', textIn('Secret/edwards', 'tls.crt').replaceAll('\n', '\r\n'), ['certificate']],
  ['words around', `subject=x\n${textIn('Secret/edwards', 'tls.crt')}more\n`, ['certificate']],
  ['parameters before a key', '-----BEGIN EC PARAMETERS-----\nBggq\n-----END EC PARAMETERS-----\n', ['other']],
  ['a key called a certificate', textIn('Secret/shop', 'tls.key').replaceAll('PRIVATE KEY', 'CERTIFICATE'), ['broken']],
  ['an end of another kind', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END PRIVATE KEY-----\n', 'other'],
  ['indented', textIn('Secret/edwards', 'tls.crt').replaceAll(/^/gm, '  '), 'other'],
  ['on one line', textIn('Secret/edwards', 'tls.crt').replaceAll('\n', ''), 'other'],
  ['blank', ' \n', 'nothing'],
])('PEM: %s', (_name, text, expected) => {
  const file = readPemFile(text);
  expect(file.content === 'pem' ? file.blocks.map(({ block }) => block) : file.content).toEqual(expected);
});

test('whatever is changed in a certificate or request, it is read or is none, and nothing is thrown', () => {
  const original = fc.constantFrom(Buffer.from(shop?.der ?? '', 'base64'), Buffer.from(request, 'base64'));
  const damaged = fc.tuple(original, fc.nat(), fc.nat(255), fc.boolean()).map(([der, at, byte, isCut]) => {
    const copy = Buffer.from(der);
    copy[at % der.length] = byte;
    return (isCut ? copy.subarray(0, at % der.length) : copy).toString('base64');
  });
  fc.assert(
    fc.property(damaged, (der) => {
      const read = [readCertificate(der), readCertificateRequest(der)];
      expect(read.every((one) => one === undefined || Array.isArray(one.names))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
