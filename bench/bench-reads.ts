import type { Read } from '../src/snapshot/read.ts';

/** The kinds that the benchmark's lab asks for, as kubectl names them. */
export const benchKinds = [
  'Pod',
  'Service',
  'Deployment.apps',
  'ReplicaSet.apps',
  'ConfigMap',
  'NetworkPolicy.networking.k8s.io',
  'Role.rbac.authorization.k8s.io',
  'RoleBinding.rbac.authorization.k8s.io',
] as const;

/** 8 lists and 20 reviews, as the benchmark's lab plans them. */
export const benchReads = (namespace: string): readonly Read[] => [
  ...benchKinds.map((kind) => ({ read: 'list', kind, namespace }) as const),
  ...Array.from({ length: 20 }, (_, index) => review(namespace, index)),
];

function review(namespace: string, index: number): Read {
  const verbs = ['get', 'list', 'watch', 'create', 'delete'];
  const resources = ['pods', 'services', 'configmaps', 'secrets'];
  return {
    read: 'review',
    user: `system:serviceaccount:${namespace}:reader`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    action: {
      verb: verbs[index % verbs.length] ?? 'get',
      group: '',
      resource: resources[Math.floor(index / verbs.length)] ?? 'pods',
      namespace,
    },
  };
}
