import { createPublicKey, X509Certificate } from 'node:crypto';
import { childrenOf, readDer } from './der-element.ts';
import type { DistinguishedName } from './distinguished-name.ts';
import { readName } from './distinguished-name.ts';
import type { Extensions } from './extensions.ts';
import { readExtensions } from './extensions.ts';

/** What an X.509 certificate says (RFC 5280). */
export interface Certificate extends Extensions {
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** Milliseconds since the epoch; it is valid at both times and between them. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** The key that it certifies: SubjectPublicKeyInfo in base64. */
  readonly publicKey: string;
  /** Of version 1 or 2, which have no extensions, and so no word on whether it is an authority. */
  readonly isOfOldVersion: boolean;
  /** The whole of it, in base64. */
  readonly der: string;
}

/** Undefined for what is no certificate. */
export function readCertificate(der: string): Certificate | undefined {
  try {
    const certificate = new X509Certificate(Buffer.from(der, 'base64'));
    const parts = childrenOf(childrenOf(readDer(certificate.raw))[0]);
    const [version, ...others] = parts;
    const isVersioned = version?.tag === versionTag;
    const [, , issuer, , subject] = isVersioned ? others : parts;
    const extensions = parts.find(({ tag }) => tag === extensionsTag);
    return {
      ...readExtensions(extensions === undefined ? undefined : childrenOf(extensions)[0]),
      subject: readName(subject),
      issuer: readName(issuer),
      notBeforeMs: certificate.validFromDate.getTime(),
      notAfterMs: certificate.validToDate.getTime(),
      publicKey: certificate.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      isOfOldVersion: !isVersioned || childrenOf(version)[0]?.content[0] !== version3,
      der: certificate.raw.toString('base64'),
    };
  } catch {
    return undefined; // what OpenSSL cannot read is none, nor what is no DER
  }
}

/** Whether the key of this authority made the signature; its own, where it is self-signed. */
export function isSignedBy(certificate: Certificate, authority: Pick<Certificate, 'publicKey'>): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(authority.publicKey, 'base64'), format: 'der', type: 'spki' });
    return new X509Certificate(Buffer.from(certificate.der, 'base64')).verify(key);
  } catch {
    return false; // a key of another kind than the signature
  }
}

/** Versions are counted from 0, and 0 is left out (RFC 5280, 4.1.2.1). */
const version3 = 2;
/** `[0] version` and `[3] extensions` of a TBSCertificate (RFC 5280, 4.1). */
const versionTag = 0xa0;
const extensionsTag = 0xa3;
