import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { Read } from '../snapshot/read.ts';
import type { CheckContext } from './check-kind.ts';
import type { NearMiss } from './issue.ts';
import { isTerminating } from './moving.ts';
import { nearestMiss } from './near-miss.ts';
import type { Target } from './target.ts';
import { findTarget } from './target.ts';
import type { View } from './view.ts';
import { listRead } from './view.ts';

type Place = Omit<Target, 'name'>;

/** Where else a thing may have landed: the copy's other namespaces, and `default`; of Secrets and ConfigMaps never there. */
export function readsElsewhere(place: Place, context: CheckContext): readonly Read[] {
  return namespacesElsewhere(place, context).map((namespace) => listRead(place.kind, namespace));
}

/** Everything of the kind that was read, here and elsewhere, and is there to stay. */
export function candidatesEverywhere(place: Place, view: View, context: CheckContext): readonly KubeObject[] {
  const namespaces = [place.namespace, ...namespacesElsewhere(place, context)];
  return namespaces
    .flatMap((namespace) => view.listIfRead(place.kind, namespace) ?? [])
    .filter((object) => !isTerminating(object));
}

/** Reads that help to explain why a named object is not there. */
export const readsForMissing = (target: Target, view: View, context: CheckContext): readonly Read[] =>
  findTarget(target, view) === undefined ? readsElsewhere(target, context) : [];

/** What comes closest to a named object that is not there. */
export function nearestNamed(target: Target, view: View, context: CheckContext): { readonly nearest?: NearMiss } {
  const nearest = nearestMiss(
    { ...target, madeByStart: uidsOfStart(context) },
    candidatesEverywhere(target, view, context),
  );
  return nearest === undefined ? {} : { nearest };
}

/** Uids of what the start made. */
export const uidsOfStart = ({ record }: CheckContext): ReadonlySet<string> =>
  new Set(record.startedWith.map(({ uid }) => uid));

function namespacesElsewhere(place: Place, context: CheckContext): readonly string[] {
  if (place.namespace === undefined) return [];
  const isPrivate = place.kind === 'Secret' || place.kind === 'ConfigMap';
  const others = new Set([...Object.values(context.record.namespaces), ...(isPrivate ? [] : ['default'])]);
  others.delete(place.namespace);
  return [...others];
}
