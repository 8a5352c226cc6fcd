import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readCertificate } from './certificate.ts';
import { readCertificateRequest } from './certificate-request.ts';

/**
 * What a text in PEM (RFC 7468) holds, as far as anybody may know: of a private key only the public half. It is plain JSON,
 * and all that checks of certificates need, so that a saved snapshot can hold it in place of the text.
 */
export type PemFile =
  | { readonly content: 'nothing' }
  /** Neither PEM nor PEM in base64. */
  | { readonly content: 'other' }
  /** PEM in base64 once more, as after `base64 | kubectl create secret --from-file`, or `stringData` with base64 in it. */
  | { readonly content: 'base64' }
  | { readonly content: 'pem'; readonly blocks: readonly PemBlock[] };

/** What stands between a BEGIN and its END. */
export type PemBlock =
  /** `der`: in base64. */
  | { readonly block: 'certificate' | 'request'; readonly der: string }
  /** `publicKey`: SubjectPublicKeyInfo in base64. */
  | { readonly block: 'key'; readonly publicKey: string }
  /** A private key behind a passphrase. */
  | { readonly block: 'encrypted_key' }
  /** It says that it is a certificate, request or key, and its content is none. */
  | { readonly block: 'broken'; readonly label: string }
  | { readonly block: 'other'; readonly label: string };

export function readPemFile(text: string): PemFile {
  if (text.trim() === '') return { content: 'nothing' };
  const blocks = [...text.matchAll(blockPattern)].map(([whole, label = '', body = '']) => blockOf(label, body, whole));
  if (blocks.length > 0) return { content: 'pem', blocks };
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  return { content: decoded.includes('-----BEGIN ') ? 'base64' : 'other' };
}

const blockPattern = /^-----BEGIN ([A-Z0-9 ]{1,40})-----[ \t]*\r?\n([^-]*(?:-(?!----)[^-]*)*)^-----END \1-----/gm;

/** Labels as Go's `encoding/pem` users, and so Kubernetes, take them: `X509 CERTIFICATE` and the like are none. */
function blockOf(label: string, body: string, whole: string): PemBlock {
  const der = body.replaceAll(/\s+/g, '');
  if (label === 'CERTIFICATE') {
    const certificate = readCertificate(der);
    return certificate === undefined ? { block: 'broken', label } : { block: 'certificate', der: certificate.der };
  }
  if (label === 'CERTIFICATE REQUEST')
    return readCertificateRequest(der) === undefined ? { block: 'broken', label } : { block: 'request', der };
  if (!label.endsWith('PRIVATE KEY')) return { block: 'other', label };
  const isEncrypted = label === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type:\s*4,ENCRYPTED/m.test(body);
  return isEncrypted ? { block: 'encrypted_key' } : privateKey(whole, label);
}

function privateKey(pem: string, label: string): PemBlock {
  try {
    const publicKey = createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'der' });
    return { block: 'key', publicKey: publicKey.toString('base64') };
  } catch {
    return { block: 'broken', label }; // whatever OpenSSL says of it may quote it
  }
}
