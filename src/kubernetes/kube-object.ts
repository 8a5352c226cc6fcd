import type { JsonObject } from './json.ts';

/** An object as the API server returns it, with `kind` and `apiVersion` also when it came out of a list. */
export type KubeObject = JsonObject & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
};

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/ */
export type ObjectMeta = JsonObject & {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly generation?: number;
  readonly resourceVersion?: string;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
};

export type OwnerReference = JsonObject & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
};

/** Enough of an object to name it to a person and to look at it with kubectl. */
export interface ObjectRef {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export const refOf = (object: KubeObject): ObjectRef => ({
  kind: object.kind,
  name: object.metadata.name,
  ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
});

/** The labels of an object; `{}` where it has none. */
export const labelsOf = (object: KubeObject): Readonly<Record<string, string>> => object.metadata.labels ?? {};
