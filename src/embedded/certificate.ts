import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  bitString,
  boolean,
  der,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from './der.ts';

export interface Name {
  readonly commonName: string;
  /** Kubernetes reads a client certificate's organisations as groups. */
  readonly organization?: string;
}

export interface CertificateRequest {
  readonly subject: Name;
  readonly publicKey: KeyObject;
  readonly issuer: { readonly subject: Name; readonly key: KeyObject };
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly use: 'authority' | 'server' | 'client' | 'server and client';
  /** DNS names and IPv4 addresses that a server is reached by. */
  readonly hosts?: readonly string[];
}

/** An X.509 v3 certificate (RFC 5280) in PEM, signed with SHA-256 and the issuer's key, RSA or ECDSA on the curve P-256. */
export function issueCertificate(request: CertificateRequest): string {
  const algorithm = request.issuer.key.asymmetricKeyType === 'rsa' ? rsaWithSha256 : ecdsaWithSha256;
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(positiveSerial()),
    algorithm,
    distinguishedName(request.issuer.subject),
    sequence(time(request.notBefore), time(request.notAfter)),
    distinguishedName(request.subject),
    publicKeyInfo(request.publicKey),
    der(0xa3, sequence(...extensions(request))),
  );
  const signature = sign('sha256', toBeSigned, request.issuer.key);
  return toPem(sequence(toBeSigned, algorithm, bitString(signature)));
}

/** Without parameters (RFC 5758, 3.2). */
const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
/** With parameters that are NULL (RFC 4055, 5). */
const rsaWithSha256 = sequence(objectIdentifier('1.2.840.113549.1.1.11'), der(0x05));

const extendedUses = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' };

/** Key usage bits: an authority signs certificates and revocation lists, every other key makes signatures only. */
const keyUsage = { authority: bitString(Buffer.from([0x86]), 1), other: bitString(Buffer.from([0x80]), 7) };

function extensions({ use, publicKey, issuer, hosts = [] }: CertificateRequest): Buffer[] {
  const isAuthority = use === 'authority';
  const extended = [
    ...(use.includes('server') ? [objectIdentifier(extendedUses.server)] : []),
    ...(use.includes('client') ? [objectIdentifier(extendedUses.client)] : []),
  ];
  return [
    extension('2.5.29.19', sequence(...(isAuthority ? [boolean(true)] : [])), true),
    extension('2.5.29.15', isAuthority ? keyUsage.authority : keyUsage.other, true),
    ...(extended.length > 0 ? [extension('2.5.29.37', sequence(...extended))] : []),
    extension('2.5.29.14', octetString(keyIdentifier(publicKey))),
    extension('2.5.29.35', sequence(der(0x80, keyIdentifier(createPublicKey(issuer.key))))),
    ...(hosts.length > 0 ? [extension('2.5.29.17', sequence(...hosts.map(generalName)))] : []),
  ];
}

const extension = (id: string, value: Uint8Array, isCritical = false): Buffer =>
  sequence(objectIdentifier(id), ...(isCritical ? [boolean(true)] : []), octetString(value));

const generalName = (host: string): Buffer =>
  isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host, 'ascii'));

function distinguishedName({ organization, commonName }: Name): Buffer {
  const attribute = (id: string, value: string) => set(sequence(objectIdentifier(id), utf8String(value)));
  return sequence(
    ...(organization === undefined ? [] : [attribute('2.5.4.10', organization)]),
    attribute('2.5.4.3', commonName),
  );
}

const publicKeyInfo = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

const keyIdentifier = (key: KeyObject): Buffer =>
  createHash('sha256').update(publicKeyInfo(key)).digest().subarray(0, 20);

/** 127 random bits, never zero (RFC 5280, 4.1.2.2). */
function positiveSerial(): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}

const toPem = (certificate: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replaceAll(/(.{64})(?=.)/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
