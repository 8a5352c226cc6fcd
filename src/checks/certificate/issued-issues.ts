import type { Json } from '../../kubernetes/json.ts';
import type { Certificate } from '../../kubernetes/x509/certificate.ts';
import { isSignedBy } from '../../kubernetes/x509/certificate.ts';
import { nameText } from '../../kubernetes/x509/distinguished-name.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import { isCount } from '../match/operators.ts';
import { subjectIssues } from './content-issues.ts';
import type { Chain } from './pem-entry.ts';
import type { CertificateIssue, CertificatePlace } from './told.ts';

/** What is asked of a certificate that was issued. */
type Wanted = Pick<CheckOf<'certificate'>['certificate'], 'issuer' | 'validFor' | 'lifetime'>;

const dayMs = 86_400_000;

/** Whether it is valid now, and as long as it should be; who says to have signed it. */
export function issuedIssues(
  wanted: Wanted,
  { certificate }: Chain,
  place: CertificatePlace,
  nowMs: number,
): readonly CertificateIssue[] {
  return [
    ...subjectIssues('issuer', wanted.issuer, certificate.issuer, place),
    ...validityIssues(wanted, certificate, place, nowMs),
    ...lifetimeIssues(wanted, certificate, place),
  ];
}

/** Valid at both ends of its validity, and between (RFC 5280, 4.1.2.5). */
function validityIssues(
  { validFor: days }: Wanted,
  { notBeforeMs, notAfterMs }: Certificate,
  place: CertificatePlace,
  nowMs: number,
): readonly CertificateIssue[] {
  if (nowMs > notAfterMs) return [{ code: 'certificate_expired', place, since: timeText(notAfterMs) }];
  if (nowMs < notBeforeMs) return [{ code: 'certificate_not_yet_valid', place, from: timeText(notBeforeMs) }];
  if (days === undefined || nowMs + days * dayMs <= notAfterMs) return [];
  return [{ code: 'certificate_too_short', place, days, until: timeText(notAfterMs) }];
}

function lifetimeIssues(
  { lifetime: wanted }: Wanted,
  { notBeforeMs, notAfterMs }: Certificate,
  place: CertificatePlace,
): readonly CertificateIssue[] {
  const found = Math.round((notAfterMs - notBeforeMs) / dayMs);
  if (wanted === undefined || isCount(wanted as Json, found)) return []; // a number or { $min, $max }
  return [{ code: 'certificate_lifetime', place, wanted: wanted as Json, found }];
}

/** The signature is one of the authorities', or one of the chain's that leads there. */
export function authorityIssues(
  { certificate, others }: Chain,
  place: CertificatePlace,
  authorities: Chain,
  authority: CertificatePlace,
): readonly CertificateIssue[] {
  const roots = [authorities.certificate, ...authorities.others];
  if (leadsTo(certificate, others, roots)) return [];
  const authorityName = nameText(authorities.certificate.subject);
  const issuer = nameText(certificate.issuer);
  return [{ code: 'certificate_not_signed_by', place, authority, authorityName, issuer }];
}

/**
 * From the certificate over those of the chain, each looked at once. Who signs is an authority whose key may sign
 * certificates, and has the issuer's name; that a root of an old version is one nobody but who names it can tell (RFC 5280,
 * 6.1.3 (a) (4), 6.1.4 (k) and (n)), as for Go's `crypto/x509`, and so for Kubernetes.
 */
function leadsTo(certificate: Certificate, chain: readonly Certificate[], roots: readonly Certificate[]): boolean {
  const reached = [certificate];
  const isBy = (signed: Certificate, signer: Certificate): boolean => maySign(signer) && isIssuedBy(signed, signer);
  const isByRoot = (signed: Certificate, root: Certificate): boolean =>
    root.der === signed.der || isBy(signed, root) || (root.isOfOldVersion && isIssuedBy(signed, root));
  for (const signed of reached) {
    if (roots.some((root) => isByRoot(signed, root))) return true;
    reached.push(...chain.filter((next) => !reached.includes(next) && isBy(signed, next)));
  }
  return false;
}

const maySign = ({ isAuthority, keyUsages }: Certificate): boolean =>
  isAuthority && (keyUsages?.includes('cert sign') ?? true);

const isIssuedBy = (signed: Certificate, signer: Certificate): boolean =>
  nameText(signed.issuer) === nameText(signer.subject) && isSignedBy(signed, signer);

/** RFC 3339, to the second. */
export const timeText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
