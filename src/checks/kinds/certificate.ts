import { judgeRequest, requestReads } from '../certificate/judge-request.ts';
import { judgeSecret, nearbySecret, secretReads } from '../certificate/judge-secret.ts';
import type { CheckKind } from '../check-kind.ts';

/** An X.509 certificate, in a Secret or asked for by a CertificateSigningRequest. */
export const certificateKind: CheckKind<'certificate'> = {
  reads: ({ certificate }, context) =>
    'csr' in certificate ? requestReads(certificate, context) : secretReads(certificate, context),
  nearby: ({ certificate }, view, context) => ('csr' in certificate ? [] : nearbySecret(certificate, view, context)),
  judge: ({ certificate }, view, context) =>
    'csr' in certificate ? judgeRequest(certificate, view, context) : judgeSecret(certificate, view, context),
};
