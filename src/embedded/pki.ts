import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueCertificate, type Name } from './certificate.ts';
import { authorities, type LeafPlan, leaves, organization } from './pki-plan.ts';
import { writeFileAtomically } from './write-file.ts';

/**
 * Sees that every certificate and key is there, fits its authority and holds for another month, and makes those that
 * do not. Answers whether a certificate of a running part was replaced, so that the parts must be started again.
 */
export async function ensurePki(folder: string, now: Date): Promise<{ readonly changed: boolean }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let changed = await ensureServiceAccountKey(folder);
  for (const authority of authorities) {
    const { pair, isNew } = await ensureAuthority(folder, authority, now);
    changed ||= isNew;
    for (const leaf of leaves.filter((each) => each.authority === authority))
      changed = (await ensureLeaf(folder, leaf, pair, now)) || changed;
  }
  return { changed };
}

interface Pair {
  readonly certificate: X509Certificate;
  readonly subject: Name;
  readonly key: KeyObject;
}

async function ensureAuthority(folder: string, file: string, now: Date): Promise<{ pair: Pair; isNew: boolean }> {
  const found = await readPair(folder, file);
  if (found?.certificate.ca && holdsLongEnough(found.certificate, now))
    return { pair: { ...found, subject: nameOf(found.certificate) }, isNew: false };
  // The API server verifies the signature of its client's certificate at each request: RSA takes half the time of ECDSA.
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const subject = { organization, commonName: `kubeproctor-${file}-${randomBytes(4).toString('hex')}` };
  const pem = issueCertificate({
    subject,
    publicKey: keys.publicKey,
    issuer: { subject, key: keys.privateKey },
    ...validity(now, 10 * 365),
    use: 'authority',
  });
  await writePair(folder, file, pem, keys.privateKey);
  return { pair: { certificate: new X509Certificate(pem), subject, key: keys.privateKey }, isNew: true };
}

async function ensureLeaf(folder: string, leaf: LeafPlan, authority: Pair, now: Date): Promise<boolean> {
  const found = await readPair(folder, leaf.file);
  if (
    found !== undefined &&
    holdsLongEnough(found.certificate, now) &&
    found.certificate.verify(authority.certificate.publicKey)
  )
    return false;
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = issueCertificate({ ...leaf, publicKey: keys.publicKey, issuer: authority, ...validity(now, 365) });
  await writePair(folder, leaf.file, pem, keys.privateKey);
  return true;
}

async function ensureServiceAccountKey(folder: string): Promise<boolean> {
  const exists = await readFile(join(folder, 'service-account.key')).then(
    (key) => key.length > 0,
    () => false,
  );
  if (exists) return false;
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await writeFileAtomically(
    join(folder, 'service-account.pub'),
    keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  );
  await writeFileAtomically(join(folder, 'service-account.key'), privatePem(keys.privateKey));
  return true;
}

/** A certificate and its key, or undefined where one is missing, unreadable, or not of the other. */
async function readPair(
  folder: string,
  file: string,
): Promise<{ certificate: X509Certificate; key: KeyObject } | undefined> {
  try {
    const certificate = new X509Certificate(await readFile(join(folder, `${file}.crt`)));
    const key = createPrivateKey(await readFile(join(folder, `${file}.key`)));
    return certificate.checkPrivateKey(key) ? { certificate, key } : undefined;
  } catch {
    return undefined; // made again by the caller
  }
}

async function writePair(folder: string, file: string, pem: string, key: KeyObject): Promise<void> {
  await writeFileAtomically(join(folder, `${file}.key`), privatePem(key));
  await writeFileAtomically(join(folder, `${file}.crt`), pem);
}

const privatePem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

const dayMs = 24 * 60 * 60 * 1000;

/** An hour back: clocks of virtual machines lag behind after sleep. */
const validity = (now: Date, days: number) => ({
  notBefore: new Date(now.getTime() - 60 * 60 * 1000),
  notAfter: new Date(now.getTime() + days * dayMs),
});

const holdsLongEnough = (certificate: X509Certificate, now: Date): boolean =>
  certificate.validFromDate <= now && certificate.validToDate.getTime() - now.getTime() > 30 * dayMs;

/** Node prints a subject as one `O=…` or `CN=…` a line. */
function nameOf(certificate: X509Certificate): Name {
  const field = (key: string) =>
    certificate.subject
      .split('\n')
      .find((line) => line.startsWith(`${key}=`))
      ?.slice(key.length + 1);
  const group = field('O');
  return { commonName: field('CN') ?? '', ...(group === undefined ? {} : { organization: group }) };
}
