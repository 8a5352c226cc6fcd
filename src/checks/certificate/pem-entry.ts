import { isJsonObject } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { Certificate } from '../../kubernetes/x509/certificate.ts';
import { readCertificate } from '../../kubernetes/x509/certificate.ts';
import type { CertificateRequest } from '../../kubernetes/x509/certificate-request.ts';
import { readCertificateRequest } from '../../kubernetes/x509/certificate-request.ts';
import type { PemBlock, PemFile } from '../../kubernetes/x509/pem-file.ts';
import { storedPem } from '../../kubernetes/x509/stored-pem.ts';
import type { CertificateIssue, CertificatePlace, PemProblem } from './told.ts';

type Unreadable = Extract<CertificateIssue, { code: 'certificate_unreadable' }>;

/** A certificate with those that follow it, which lead to its authority. */
export interface Chain {
  readonly certificate: Certificate;
  readonly others: readonly Certificate[];
}

/** The certificates in a file: the first is the one that counts, as it is for the servers that load it. */
export function chainIn(file: PemFile, place: CertificatePlace): Chain | Unreadable {
  const [broken] = file.content === 'pem' ? file.blocks.filter(isBrokenCertificate) : [];
  const [certificate, ...others] = certificatesIn(file);
  if (certificate === undefined || broken !== undefined) return unreadable(place, problemOf(file, broken));
  return { certificate, others };
}

/** The public half of the private key in a file. */
export function keyIn(file: PemFile, place: CertificatePlace): { readonly publicKey: string } | Unreadable {
  const block = file.content === 'pem' ? file.blocks.find(isOfKey) : undefined;
  if (block?.block === 'key') return block;
  return unreadable(place, block?.block === 'encrypted_key' ? { problem: 'encrypted' } : problemOf(file, block));
}

/** What an entry of a Secret or ConfigMap holds. */
export function pemEntry(object: KubeObject, place: CertificatePlace): PemFile | Unreadable {
  const file = storedPem(object, place.entry);
  if (file !== undefined) return file;
  const entries = Object.keys(isJsonObject(object.data) ? object.data : {}).toSorted();
  return unreadable(place, { problem: 'no_entry', entries });
}

export const placeIn = (object: KubeObject, entry: string, of: CertificatePlace['of']): CertificatePlace => ({
  object: refOf(object),
  entry,
  of,
});

export const unreadable = (place: CertificatePlace, problem: PemProblem): Unreadable => ({
  code: 'certificate_unreadable',
  place,
  problem,
});

/** Why nothing of the kind wanted is in a file; `broken`: something says that it is of that kind. */
export function problemOf(file: PemFile, broken?: PemBlock): PemProblem {
  if (broken?.block === 'broken') return { problem: 'broken', label: broken.label };
  switch (file.content) {
    case 'nothing':
      return { problem: 'empty' };
    case 'base64':
      return { problem: 'base64_twice' };
    case 'pem':
      return { problem: 'other', labels: [...new Set(file.blocks.map(labelOf))] };
    case 'other':
      return { problem: 'not_pem' };
    default:
      return file satisfies never;
  }
}

export const certificatesIn = (file: PemFile): readonly Certificate[] =>
  (file.content === 'pem' ? file.blocks : [])
    .map((block) => (block.block === 'certificate' ? readCertificate(block.der) : undefined))
    .filter((certificate) => certificate !== undefined);

export const requestsIn = (file: PemFile): readonly CertificateRequest[] =>
  (file.content === 'pem' ? file.blocks : [])
    .map((block) => (block.block === 'request' ? readCertificateRequest(block.der) : undefined))
    .filter((request) => request !== undefined);

const isBrokenCertificate = (block: PemBlock): boolean => block.block === 'broken' && block.label === 'CERTIFICATE';

const isOfKey = (block: PemBlock): boolean =>
  block.block === 'key' ||
  block.block === 'encrypted_key' ||
  (block.block === 'broken' && block.label.endsWith('PRIVATE KEY'));

function labelOf(block: PemBlock): string {
  switch (block.block) {
    case 'certificate':
      return 'CERTIFICATE';
    case 'request':
      return 'CERTIFICATE REQUEST';
    case 'key':
      return 'PRIVATE KEY';
    case 'encrypted_key':
      return 'ENCRYPTED PRIVATE KEY';
    default:
      return block.label;
  }
}
