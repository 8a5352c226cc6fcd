import type { Json } from '../../kubernetes/json.ts';
import type { ObjectRef } from '../../kubernetes/kube-object.ts';
import type { NameAttribute } from '../../kubernetes/x509/distinguished-name.ts';

/** Which of several things an issue speaks of. */
export interface CertificatePlace {
  readonly object: ObjectRef;
  /** Key of its data, or field of a request, as `tls.crt` or `spec.request`. */
  readonly entry: string;
  readonly of: 'certificate' | 'request' | 'key' | 'authority';
}

/** Why something cannot be read as what it should be. */
export type PemProblem =
  | { readonly problem: 'no_entry'; readonly entries: readonly string[] }
  | { readonly problem: 'empty' }
  | { readonly problem: 'not_pem' }
  /** PEM that went through base64 once too often. */
  | { readonly problem: 'base64_twice' }
  /** PEM of something else: the labels that stand there. */
  | { readonly problem: 'other'; readonly labels: readonly string[] }
  | { readonly problem: 'broken'; readonly label: string }
  | { readonly problem: 'encrypted' };

export type RequestState = 'pending' | 'approved' | 'issued' | 'denied' | 'failed';

/** Findings about certificates and requests; never anything of a private key. */
export type CertificateIssue =
  | { readonly code: 'certificate_unreadable'; readonly place: CertificatePlace; readonly problem: PemProblem }
  /** `isChainTurned`: it belongs to a later certificate of the chain, which hence should be the first. */
  | {
      readonly code: 'certificate_key_differs';
      readonly place: CertificatePlace;
      readonly keyEntry: string;
      readonly isChainTurned: boolean;
    }
  /** `missing`, and with `only` those it should not be for. `commonName`: where there are no names beside it. */
  | {
      readonly code: 'certificate_names';
      readonly place: CertificatePlace;
      readonly wanted: readonly string[];
      readonly missing: readonly string[];
      readonly superfluous: readonly string[];
      readonly found: readonly string[];
      readonly commonName?: string;
    }
  | {
      readonly code: 'certificate_subject';
      readonly place: CertificatePlace;
      readonly part: 'subject' | 'issuer';
      readonly attribute: NameAttribute;
      readonly wanted: Json;
      readonly found: readonly string[];
    }
  | {
      readonly code: 'certificate_usages';
      readonly place: CertificatePlace;
      readonly missing: readonly string[];
      readonly found: readonly string[];
    }
  | {
      readonly code: 'certificate_not_signed_by';
      readonly place: CertificatePlace;
      readonly authority: CertificatePlace;
      readonly authorityName: string;
      readonly issuer: string;
    }
  /** Times in RFC 3339. `days`: from now on, that were wanted. */
  | { readonly code: 'certificate_expired'; readonly place: CertificatePlace; readonly since: string }
  | { readonly code: 'certificate_not_yet_valid'; readonly place: CertificatePlace; readonly from: string }
  | {
      readonly code: 'certificate_too_short';
      readonly place: CertificatePlace;
      readonly days: number;
      readonly until: string;
    }
  | {
      readonly code: 'certificate_lifetime';
      readonly place: CertificatePlace;
      readonly wanted: Json;
      readonly found: number;
    }
  /** `nearest`: a request of another name, perhaps with the wanted subject. */
  | {
      readonly code: 'request_missing';
      readonly name: string;
      readonly nearest?: { readonly name: string; readonly subject: string };
    }
  /** `message`: what was said with the condition. */
  | {
      readonly code: 'request_state';
      readonly object: ObjectRef;
      readonly wanted: RequestState;
      readonly found: RequestState;
      readonly signer: string;
      readonly message?: string;
    };

/** Why a check of a certificate passed. */
export type CertificateEvidence = {
  readonly code: 'certificate';
  readonly place: CertificatePlace;
  /** As openssl writes it: `CN=jane, O=developers`. */
  readonly subject: string;
  readonly names: readonly string[];
  /** Of a certificate, RFC 3339. */
  readonly until?: string;
  /** Of a request. */
  readonly state?: RequestState;
};

const certificateIssueCodes: Readonly<Record<CertificateIssue['code'], true>> = {
  certificate_unreadable: true,
  certificate_key_differs: true,
  certificate_names: true,
  certificate_subject: true,
  certificate_usages: true,
  certificate_not_signed_by: true,
  certificate_expired: true,
  certificate_not_yet_valid: true,
  certificate_too_short: true,
  certificate_lifetime: true,
  request_missing: true,
  request_state: true,
};

export const isCertificateIssue = <Any extends { readonly code: string }>(
  issue: Any,
): issue is Extract<Any, { readonly code: CertificateIssue['code'] }> =>
  Object.hasOwn(certificateIssueCodes, issue.code);
