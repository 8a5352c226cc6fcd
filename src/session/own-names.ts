import type { KubeObject } from '../kubernetes/kube-object.ts';
import { mappingsAt } from '../kubernetes/pod-template.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';

/**
 * The object's name is one of the copy's `names`, or has one between its dots: a CustomResourceDefinition must be called
 * PLURAL.GROUP, a webhook by a domain.
 */
export function isNamed(objectName: string, { names }: Pick<CopyRecord, 'names'>): boolean {
  const own = Object.values(names);
  return (
    own.includes(objectName) || (objectName.includes('.') && objectName.split('.').some((part) => own.includes(part)))
  );
}

/** All subjects are accounts of the copy's namespaces, their groups, or users and groups named in `names`. */
export function bindsOnlyOwn(
  binding: KubeObject,
  { namespaces, names }: Pick<CopyRecord, 'namespaces' | 'names'>,
): boolean {
  const subjects = mappingsAt(binding, 'subjects');
  const ownNamespaces = Object.values(namespaces);
  const ownNames = Object.values(names);
  return (
    subjects.length > 0 &&
    subjects.every(({ kind, name, namespace }) => {
      if (typeof name !== 'string') return false;
      if (kind === 'ServiceAccount') return typeof namespace === 'string' && ownNamespaces.includes(namespace);
      return ownNames.includes(name) || ownNamespaces.some((own) => isAccountOf(name, own));
    })
  );
}

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects */
const isAccountOf = (name: string, namespace: string): boolean =>
  name === `system:serviceaccounts:${namespace}` || name.startsWith(`system:serviceaccount:${namespace}:`);
