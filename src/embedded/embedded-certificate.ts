import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, embeddedPaths } from './paths.ts';

/**
 * Whether a connection that trusts `caPem` can only reach this user's embedded cluster: it trusts one certificate
 * authority, and that is the one in the state folder, whose key never left it. The caller must not skip TLS verification.
 */
export function isEmbeddedCertificate(caPem: string, ownCaPem: string): boolean {
  const [only, ...others] = caPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (only === undefined || others.length > 0) return false;
  try {
    return new X509Certificate(only).raw.equals(new X509Certificate(ownCaPem).raw);
  } catch {
    return false; // not a certificate, so not ours
  }
}

/** The certificate authority of this user's embedded cluster in PEM; undefined where there is none. */
export async function readEmbeddedCa(env: Environment): Promise<string | undefined> {
  try {
    return await readFile(join(embeddedPaths(env).pki, 'ca.crt'), 'utf8');
  } catch {
    return undefined;
  }
}
