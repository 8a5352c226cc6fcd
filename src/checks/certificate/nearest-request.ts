import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { commonNameOf, nameText } from '../../kubernetes/x509/distinguished-name.ts';
import { pemAt } from '../../kubernetes/x509/stored-pem.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import { isTerminating } from '../moving.ts';
import { nearestMiss } from '../near-miss.ts';
import { requestsIn } from './pem-entry.ts';

type Spec = Extract<CheckOf<'certificate'>['certificate'], { csr: string }>;

/** A request for the wanted common name, else one whose own name is alike. */
export function nearestRequest(
  spec: Spec,
  objects: readonly KubeObject[],
): { readonly nearest?: { readonly name: string; readonly subject: string } } {
  const requests = objects
    .filter((object) => !isTerminating(object))
    .map((object) => ({ object, subject: requestsIn(pemAt(object, 'spec', 'request'))[0]?.subject ?? {} }));
  const isMeant = spec.subject?.CN !== undefined;
  const ofName = nearestMiss(
    { name: spec.csr },
    requests.map(({ object }) => object),
  )?.object.name;
  const nearest =
    requests.find(({ subject }) => isMeant && commonNameOf(subject) === spec.subject?.CN) ??
    requests.find(({ object }) => object.metadata.name === ofName);
  if (nearest === undefined) return {};
  return { nearest: { name: nearest.object.metadata.name, subject: nameText(nearest.subject) } };
}
