import type { Extensions } from '../../kubernetes/x509/extensions.ts';
import { keyUsages } from '../../kubernetes/x509/extensions.ts';
import type { CertificateIssue, CertificatePlace } from './told.ts';

/** A certificate that names no uses of a kind is for all of them (RFC 5280, 4.2.1.3 and 4.2.1.12). */
export function certificateUsageIssues(
  wanted: readonly string[] | undefined,
  { keyUsages: ofKey, extendedUsages: ofCertificate }: Extensions,
  place: CertificatePlace,
): readonly CertificateIssue[] {
  const isPermitted = (usage: string): boolean =>
    keyUsages.some((one) => one === usage)
      ? (ofKey?.some((one) => one === usage) ?? true)
      : (ofCertificate?.some((one) => one === usage || one === 'any') ?? true);
  return usageIssues(wanted, isPermitted, [...(ofKey ?? []), ...(ofCertificate ?? [])], place);
}

/** A request names each use that it asks for. */
export function requestUsageIssues(
  wanted: readonly string[] | undefined,
  asked: readonly string[],
  place: CertificatePlace,
): readonly CertificateIssue[] {
  const known = new Set(asked.map(plainUsage));
  return usageIssues(wanted, (usage) => known.has(usage), asked, place);
}

function usageIssues(
  wanted: readonly string[] | undefined,
  isPermitted: (usage: string) => boolean,
  found: readonly string[],
  place: CertificatePlace,
): readonly CertificateIssue[] {
  const missing = (wanted ?? []).filter((usage) => !isPermitted(plainUsage(usage)));
  return missing.length === 0 ? [] : [{ code: 'certificate_usages', place, missing, found }];
}

/**
 * Two uses have two names in `spec.usages`.
 * https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/certificate-signing-request-v1/#CertificateSigningRequestSpec
 */
function plainUsage(usage: string): string {
  if (usage === 'signing') return 'digital signature';
  return usage === 's/mime' ? 'email protection' : usage;
}
