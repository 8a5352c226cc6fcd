import type { KubeObject } from '../kubernetes/kube-object.ts';

/** Controllers make these in every namespace, and make them again when they are deleted. */
export const isPermanent = ({ kind, name }: { readonly kind: string; readonly name: string }): boolean =>
  (kind === 'ServiceAccount' && name === 'default') || (kind === 'ConfigMap' && name === 'kube-root-ca.crt');

export const isPermanentObject = ({ kind, metadata }: KubeObject): boolean =>
  isPermanent({ kind, name: metadata.name });
