import type { CertificateRequest, Name } from './certificate.ts';

/** Organisation of every certificate authority made here: how a certificate tells that it is of an embedded cluster. */
export const organization = 'kubeproctor';

/** Three authorities: the cluster's signs learners' requests, so nothing but the API server may trust it. */
export const authorities = ['ca', 'etcd-ca', 'requestheader-ca'] as const;

export interface LeafPlan {
  readonly file: string;
  readonly authority: (typeof authorities)[number];
  readonly subject: Name;
  readonly use: CertificateRequest['use'];
  readonly hosts?: readonly string[];
}

/**
 * `admin` and `kwok` are in `system:masters`, which the API server itself allows everything: a group bound by a
 * ClusterRoleBinding, as kubeadm has it, would let a learner of RBAC lock everybody out by deleting that binding.
 */
export const leaves: readonly LeafPlan[] = [
  {
    file: 'apiserver',
    authority: 'ca',
    subject: { commonName: 'kube-apiserver' },
    use: 'server',
    hosts: [
      '127.0.0.1',
      '10.96.0.1',
      'localhost',
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      'kubernetes.default.svc.cluster.local',
    ],
  },
  { file: 'kubelet-client', authority: 'ca', subject: { commonName: 'kube-apiserver-kubelet-client' }, use: 'client' },
  client('admin', 'kubeproctor-admin', 'system:masters'),
  client('kwok', 'kubeproctor-kwok', 'system:masters'),
  client('controller-manager', 'system:kube-controller-manager'),
  client('scheduler', 'system:kube-scheduler'),
  {
    file: 'etcd',
    authority: 'etcd-ca',
    subject: { commonName: 'etcd' },
    use: 'server and client',
    hosts: ['127.0.0.1', 'localhost'],
  },
  { file: 'etcd-client', authority: 'etcd-ca', subject: { commonName: 'kube-apiserver-etcd-client' }, use: 'client' },
  {
    file: 'requestheader-client',
    authority: 'requestheader-ca',
    subject: { commonName: 'requestheader-client' },
    use: 'client',
  },
];

function client(file: string, commonName: string, group?: string): LeafPlan {
  const subject = group === undefined ? { commonName } : { commonName, organization: group };
  return { file, authority: 'ca', subject, use: 'client' };
}
