import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Read } from '../../snapshot/read.ts';
import type { CheckContext, Finding } from '../check-kind.ts';
import { nearestNamed, readsForMissing } from '../elsewhere.ts';
import type { Issue, IssueBody } from '../issue.ts';
import type { Target } from '../target.ts';
import { findTarget, readOf, wantedTarget } from '../target.ts';
import type { View } from '../view.ts';
import { authorityReads, signatureIssues } from './authority.ts';
import { evidenceOf } from './certificate-evidence.ts';
import { contentIssues } from './content-issues.ts';
import { issuedIssues } from './issued-issues.ts';
import type { Chain } from './pem-entry.ts';
import { chainIn, keyIn, pemEntry, placeIn } from './pem-entry.ts';
import type { CertificateIssue, CertificatePlace } from './told.ts';
import { certificateUsageIssues } from './usage-issues.ts';

type Spec = Extract<CheckOf<'certificate'>['certificate'], { secret: string }>;

export const secretReads = (spec: Spec, context: CheckContext): readonly Read[] => [
  readOf(secretTarget(spec, context)),
  ...authorityReads(spec.signedBy, context),
];

export const nearbySecret = (spec: Spec, view: View, context: CheckContext): readonly Read[] =>
  readsForMissing(secretTarget(spec, context), view, context);

/** The certificate in a Secret is what is asked for, and valid now. */
export function judgeSecret(spec: Spec, view: View, context: CheckContext): Finding {
  const target = secretTarget(spec, context);
  const secret = findTarget(target, view);
  if (secret === undefined) {
    const wanted = wantedTarget(target, view);
    const issue = { code: 'object_missing', wanted, ...nearestNamed(target, view, context), isMoving: false } as const;
    return { finding: 'fails', issues: [issue] };
  }
  const place = placeIn(secret, spec.entry ?? 'tls.crt', 'certificate');
  const file = pemEntry(secret, place);
  const chain = 'code' in file ? file : chainIn(file, place);
  if ('code' in chain) return { finding: 'fails', issues: [{ ...chain, isMoving: false }] };
  const [first, ...rest] = [
    ...contentIssues(spec, chain.certificate, place),
    ...certificateUsageIssues(spec.usages, chain.certificate, place),
    ...issuedIssues(spec, chain, place, context.nowMs),
    ...signatureIssues(spec.signedBy, chain, place, view, context),
    ...keyIssues(spec, chain, place, secret),
  ].map((issue) => settled(issue, context));
  if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
  return { finding: 'holds', evidence: [evidenceOf(chain.certificate, place)], isMoving: false };
}

const secretTarget = (spec: Spec, context: CheckContext): Target => ({
  kind: 'Secret',
  name: spec.secret,
  namespace: context.namespaceOf(spec.in),
});

/** Clocks differ by seconds: what was made a moment ago is valid in a moment. */
export function settled(issue: IssueBody, { nowMs }: CheckContext): Issue {
  const isMoving = issue.code === 'certificate_not_yet_valid' && Date.parse(issue.from) - nowMs < 10_000;
  return { ...issue, isMoving };
}

/** The private key that lies beside it; of a chain in the wrong order it belongs to a later one. */
function keyIssues(
  { matchesKey, keyEntry = 'tls.key' }: Spec,
  { certificate, others }: Chain,
  place: CertificatePlace,
  secret: KubeObject,
): readonly CertificateIssue[] {
  if (matchesKey !== true) return [];
  const keyPlace = placeIn(secret, keyEntry, 'key');
  const file = pemEntry(secret, keyPlace);
  const key = 'code' in file ? file : keyIn(file, keyPlace);
  if ('code' in key) return [key];
  if (key.publicKey === certificate.publicKey) return [];
  const isChainTurned = others.some(({ publicKey }) => publicKey === key.publicKey);
  return [{ code: 'certificate_key_differs', place, keyEntry, isChainTurned }];
}
