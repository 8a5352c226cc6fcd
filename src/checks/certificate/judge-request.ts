import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { CertificateRequest } from '../../kubernetes/x509/certificate-request.ts';
import { pemAt } from '../../kubernetes/x509/stored-pem.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Read } from '../../snapshot/read.ts';
import type { CheckContext, Finding } from '../check-kind.ts';
import type { IssueBody } from '../issue.ts';
import { differences } from '../match/differences.ts';
import { findTarget, readOf } from '../target.ts';
import type { View } from '../view.ts';
import { authorityReads, signatureIssues } from './authority.ts';
import { evidenceOf } from './certificate-evidence.ts';
import { contentIssues } from './content-issues.ts';
import { issuedIssues } from './issued-issues.ts';
import { settled } from './judge-secret.ts';
import { nearestRequest } from './nearest-request.ts';
import { chainIn, placeIn, problemOf, requestsIn, unreadable } from './pem-entry.ts';
import { isStateMoving, isStateWanted, requestMessage, requestStateOf } from './request-state.ts';
import type { CertificateIssue } from './told.ts';
import { requestUsageIssues } from './usage-issues.ts';

type Spec = Extract<CheckOf<'certificate'>['certificate'], { csr: string }>;

const kind = 'CertificateSigningRequest.certificates.k8s.io';

export const requestReads = (spec: Spec, context: CheckContext): readonly Read[] => [
  readOf({ kind }),
  ...authorityReads(spec.signedBy, context),
];

/** What a CertificateSigningRequest asks for, and what became of it. */
export function judgeRequest(spec: Spec, view: View, context: CheckContext): Finding {
  const object = findTarget({ kind, name: spec.csr }, view);
  if (object === undefined) {
    const issue = { code: 'request_missing', name: spec.csr, ...nearestRequest(spec, view.list(kind)) } as const;
    return { finding: 'fails', issues: [{ ...issue, isMoving: false }] };
  }
  const request = requestIn(object);
  if ('code' in request) return { finding: 'fails', issues: [{ ...request, isMoving: false }] };
  const place = placeIn(object, 'spec.request', 'request');
  const [first, ...rest] = [
    ...specIssues(spec, object),
    ...contentIssues(spec, request, place),
    ...requestUsageIssues(spec.usages, usagesOf(object), place),
    ...stateIssues(spec, object),
    ...issuedBy(spec, object, view, context),
  ].map((issue) =>
    issue.code === 'request_state'
      ? { ...issue, isMoving: isStateMoving(object, context.nowMs) }
      : settled(issue, context),
  );
  if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
  return { finding: 'holds', evidence: [evidenceOf(request, place, requestStateOf(object))], isMoving: false };
}

function requestIn(
  object: KubeObject,
): CertificateRequest | Extract<CertificateIssue, { code: 'certificate_unreadable' }> {
  const file = pemAt(object, 'spec', 'request');
  const [request] = requestsIn(file);
  const broken = file.content === 'pem' ? file.blocks.find(({ block }) => block === 'broken') : undefined;
  return request ?? unreadable(placeIn(object, 'spec.request', 'request'), problemOf(file, broken));
}

const usagesOf = (object: KubeObject): readonly string[] => {
  const usages = valueAt(object, 'spec', 'usages');
  return Array.isArray(usages) ? usages.map(String) : [];
};

function specIssues({ signer, expirationSeconds }: Spec, object: KubeObject): readonly IssueBody[] {
  return Object.entries({ signerName: signer, expirationSeconds }).flatMap(([field, wanted]): readonly IssueBody[] =>
    wanted === undefined
      ? []
      : differences(wanted, valueAt(object, 'spec', field), ['spec', field], {}).map((difference) => ({
          ...{ code: 'value_differs', object: refOf(object), difference },
        })),
  );
}

/** Who asks for a certificate asks for the request to have come so far. */
function stateIssues(spec: Spec, object: KubeObject): readonly CertificateIssue[] {
  const [found, wanted] = [requestStateOf(object), asksForIssued(spec) ? 'issued' : spec.state];
  if (wanted === undefined || isStateWanted(wanted, found)) return [];
  const message = requestMessage(object, found);
  const signer = String(valueAt(object, 'spec', 'signerName'));
  const issue = { code: 'request_state', object: refOf(object), wanted, found, signer } as const;
  return [message === undefined ? issue : { ...issue, message }];
}

const asksForIssued = (spec: Spec): boolean =>
  spec.state === 'issued' ||
  [spec.issuer, spec.signedBy, spec.validFor, spec.lifetime].some((one) => one !== undefined);

/** The certificate is the signer's to make, and may be another than was asked for. */
function issuedBy(spec: Spec, object: KubeObject, view: View, context: CheckContext): readonly IssueBody[] {
  if (!asksForIssued(spec) || requestStateOf(object) !== 'issued') return [];
  const place = placeIn(object, 'status.certificate', 'certificate');
  const chain = chainIn(pemAt(object, 'status', 'certificate'), place);
  if ('code' in chain) return [chain];
  return [
    ...contentIssues(spec, chain.certificate, place),
    ...issuedIssues(spec, chain, place, context.nowMs),
    ...signatureIssues(spec.signedBy, chain, place, view, context),
  ];
}
