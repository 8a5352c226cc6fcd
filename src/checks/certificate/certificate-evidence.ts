import type { Certificate } from '../../kubernetes/x509/certificate.ts';
import type { CertificateRequest } from '../../kubernetes/x509/certificate-request.ts';
import { nameText } from '../../kubernetes/x509/distinguished-name.ts';
import { timeText } from './issued-issues.ts';
import type { CertificateEvidence, CertificatePlace, RequestState } from './told.ts';

export function evidenceOf(
  found: Certificate | CertificateRequest,
  place: CertificatePlace,
  state?: RequestState,
): CertificateEvidence {
  return {
    code: 'certificate',
    place,
    subject: nameText(found.subject),
    names: found.names,
    ...('notAfterMs' in found ? { until: timeText(found.notAfterMs) } : {}),
    ...(state === undefined ? {} : { state }),
  };
}
