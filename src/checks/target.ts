import type { KubeObject, ObjectRef } from '../kubernetes/kube-object.ts';
import { builtInKind, canonicalKind } from '../kubernetes/resource-kind.ts';
import type { NamespaceRef } from '../lab/schema/common.ts';
import type { Read } from '../snapshot/read.ts';
import type { CheckContext } from './check-kind.ts';
import { LabDefect } from './check-kind.ts';
import type { WantedObject } from './issue.ts';
import { isTerminating } from './moving.ts';
import type { View } from './view.ts';
import { listRead } from './view.ts';

/** One named object that a check speaks of. */
export interface Target {
  /** Canonical, as `Deployment.apps`. */
  readonly kind: string;
  readonly name: string;
  /** Absent for cluster-wide kinds. */
  readonly namespace?: string;
}

/** A check speaks of `$name`, which no earlier check could bind: it can be neither passed nor failed by itself. */
export class UnboundName extends Error {
  override readonly name = 'UnboundName';
}

/** What `deployment/web` or `$web` stands for. */
export function targetOf(text: string, ref: NamespaceRef | undefined, context: CheckContext): Target {
  if (text.startsWith('$')) {
    const binding = Object.hasOwn(context.bindings, text) ? context.bindings[text] : undefined;
    if (binding === undefined) throw new UnboundName(text);
    return binding;
  }
  const slash = text.indexOf('/');
  return {
    kind: canonicalKind(text.slice(0, slash)),
    name: text.slice(slash + 1),
    ...placeOf(text.slice(0, slash), ref, context),
  };
}

/** The namespace that objects of a kind are looked for in; none for cluster-wide kinds. */
export function placeOf(
  kind: string,
  ref: NamespaceRef | undefined,
  context: CheckContext,
): { readonly namespace?: string } {
  const isNamespaced = builtInKind(kind)?.isNamespaced ?? ref !== undefined;
  return isNamespaced ? { namespace: context.namespaceOf(ref) } : {};
}

export const readOf = (target: Omit<Target, 'name'>): Read => listRead(target.kind, target.namespace);

/** The object itself, or undefined where there is none; one on its way out is there no more. */
export const findTarget = (target: Target, view: View): KubeObject | undefined =>
  view
    .list(target.kind, target.namespace)
    .find((object) => object.metadata.name === target.name && !isTerminating(object));

/** A named object as an issue speaks of it. */
export const wantedTarget = (target: Target, view: View): WantedObject => ({
  kind: plainKind(target.kind),
  name: target.name,
  ...(target.namespace === undefined ? {} : { namespace: target.namespace }),
  conditions: [],
  isServed: view.isServed(target.kind, target.namespace),
});

export const refOfTarget = (target: Target): ObjectRef => ({
  kind: plainKind(target.kind),
  name: target.name,
  ...(target.namespace === undefined ? {} : { namespace: target.namespace }),
});

/** `Deployment` of `Deployment.apps`. */
export const plainKind = (kind: string): string => kind.split('.', 1)[0] ?? kind;

/** Canonical kind of an object that was read. */
export function kindOfObject(object: KubeObject): string {
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/', 1)[0] : undefined;
  return group === undefined ? object.kind : `${object.kind}.${group}`;
}

/** For checks that only some kinds can answer. */
export function requireKind(target: Target, kinds: readonly string[], what: string): void {
  if (!kinds.includes(plainKind(target.kind)))
    throw new LabDefect(`${what} speaks of ${kinds.join(', ')}, not of ${plainKind(target.kind)}`);
}
