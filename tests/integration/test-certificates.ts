import { generateKeyPairSync } from 'node:crypto';
import { issueCertificate } from '../../src/embedded/certificate.ts';

const dayMs = 86_400_000;

export interface ServerIdentity {
  /** PEM of the authority that a client should trust. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** A certificate for 127.0.0.1 and localhost from an authority made for it; `expired` since yesterday where asked. */
export function serverIdentity(validity: 'valid' | 'expired'): ServerIdentity {
  const now = Date.now();
  const notBefore = new Date(now - 2 * dayMs);
  const authority = { commonName: 'test authority' };
  const [authorityKeys, keys] = [newKeys(), newKeys()];
  const issuer = { subject: authority, key: authorityKeys.privateKey };
  return {
    authority: issueCertificate({
      ...{ subject: authority, publicKey: authorityKeys.publicKey, issuer, notBefore },
      ...{ notAfter: new Date(now + dayMs), use: 'authority' },
    }),
    certificate: issueCertificate({
      ...{ subject: { commonName: 'test server' }, publicKey: keys.publicKey, issuer, notBefore, use: 'server' },
      notAfter: new Date(validity === 'expired' ? now - dayMs : now + dayMs),
      hosts: ['127.0.0.1', 'localhost'],
    }),
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
