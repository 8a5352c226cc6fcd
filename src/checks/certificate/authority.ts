import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Read } from '../../snapshot/read.ts';
import type { CheckContext } from '../check-kind.ts';
import { nearestNamed } from '../elsewhere.ts';
import type { IssueBody } from '../issue.ts';
import type { Target } from '../target.ts';
import { findTarget, readOf, wantedTarget } from '../target.ts';
import type { View } from '../view.ts';
import { authorityIssues } from './issued-issues.ts';
import type { Chain } from './pem-entry.ts';
import { chainIn, pemEntry, placeIn } from './pem-entry.ts';
import type { CertificatePlace } from './told.ts';

type Authority = CheckOf<'certificate'>['certificate']['signedBy'];

export const authorityReads = (signedBy: Authority, context: CheckContext): readonly Read[] =>
  signedBy === undefined ? [] : [readOf(authorityTarget(signedBy, context))];

/** Whether the authority that is named signed a certificate, if one is. */
export function signatureIssues(
  signedBy: Authority,
  chain: Chain,
  place: CertificatePlace,
  view: View,
  context: CheckContext,
): readonly IssueBody[] {
  if (signedBy === undefined) return [];
  const target = authorityTarget(signedBy, context);
  const object = findTarget(target, view);
  if (object === undefined) {
    const wanted = wantedTarget(target, view);
    return [{ code: 'object_missing', wanted, ...nearestNamed(target, view, context) }];
  }
  const entry = signedBy.entry ?? ('secret' in signedBy ? 'tls.crt' : 'ca.crt');
  const authorityPlace = placeIn(object, entry, 'authority');
  const file = pemEntry(object, authorityPlace);
  const authorities = 'code' in file ? file : chainIn(file, authorityPlace);
  return 'code' in authorities ? [authorities] : authorityIssues(chain, place, authorities, authorityPlace);
}

const authorityTarget = (signedBy: NonNullable<Authority>, context: CheckContext): Target => ({
  kind: 'secret' in signedBy ? 'Secret' : 'ConfigMap',
  name: 'secret' in signedBy ? signedBy.secret : signedBy.configMap,
  namespace: context.namespaceOf(signedBy.in),
});
