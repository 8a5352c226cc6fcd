import { createPublicKey } from 'node:crypto';
import type { DerElement } from './der-element.ts';
import { childrenOf, DerMistake, objectIdentifierOf, readDer } from './der-element.ts';
import type { DistinguishedName } from './distinguished-name.ts';
import { readName } from './distinguished-name.ts';
import type { Extensions } from './extensions.ts';
import { readExtensions } from './extensions.ts';

/** What a PKCS #10 request asks to be certified (RFC 2986). */
export interface CertificateRequest extends Extensions {
  readonly subject: DistinguishedName;
  /** SubjectPublicKeyInfo in base64. */
  readonly publicKey: string;
}

/** Undefined for what is no request. Its signature is the API server's to verify, which stores no request without. */
export function readCertificateRequest(der: string): CertificateRequest | undefined {
  try {
    const [, subject, key, attributes] = childrenOf(childrenOf(readDer(Buffer.from(der, 'base64')))[0]);
    return {
      ...readExtensions(attributes === undefined ? undefined : requestedExtensions(attributes)),
      subject: readName(subject),
      publicKey: publicKeyOf(key),
    };
  } catch {
    return undefined; // no DER, of another structure, or with a key that OpenSSL does not know
  }
}

/** The attribute `extensionRequest` (RFC 2985, 5.4.2): a set that holds one list of extensions. */
function requestedExtensions(attributes: DerElement): DerElement | undefined {
  const request = childrenOf(attributes)
    .map(childrenOf)
    .find(([type]) => objectIdentifierOf(type) === '1.2.840.113549.1.9.14');
  return request === undefined ? undefined : childrenOf(request[1])[0];
}

/** Written as OpenSSL writes it, so that equal keys are equal texts. */
function publicKeyOf(key: DerElement | undefined): string {
  if (key === undefined) throw new DerMistake('no key');
  const read = createPublicKey({ key: Buffer.from(key.whole), format: 'der', type: 'spki' });
  return read.export({ format: 'der', type: 'spki' }).toString('base64');
}
