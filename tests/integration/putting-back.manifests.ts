const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.gadget.test' },
  spec: {
    group: 'gadget.test',
    scope: 'Namespaced',
    names: { kind: 'Thing', plural: 'things', singular: 'thing' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};

const list = (...items: readonly unknown[]) => ({ apiVersion: 'v1', kind: 'List', items });
const configMap = (namespace: string, name: string, more: object = {}) => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap' },
  metadata: { namespace, name, ...more },
});
const thing = (namespace: string, name: string) => ({
  ...{ apiVersion: 'gadget.test/v1', kind: 'Thing' },
  metadata: { namespace, name, finalizers: ['gadget.test/hold'] },
});
const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'nosy' };
const account = (namespace: string) => ({ kind: 'ServiceAccount', namespace, name: 'default' });

const others = list(
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'theirs' } },
  configMap('theirs', 'of-the-learner'),
  { ...rbac, kind: 'ClusterRole', metadata: { name: 'nosy' }, rules: [] },
  { ...rbac, kind: 'ClusterRoleBinding', metadata: { name: 'of-any-name' }, roleRef, subjects: [account('box')] },
  {
    ...{ ...rbac, kind: 'RoleBinding', metadata: { name: 'of-any-name', namespace: 'default' } },
    ...{
      roleRef,
      subjects: [{ kind: 'Group', apiGroup: rbac.apiVersion.split('/')[0], name: 'system:serviceaccounts:vault' }],
    },
  },
  thing('box', 'held'),
  thing('default', 'held'),
  configMap('box', 'held', { finalizers: ['example.com/hold'] }),
  {
    ...{ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'of-any-name' } },
    spec: {
      ...{ capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/data' } },
      ...{ storageClassName: '', claimRef: { namespace: 'box', name: 'claim' } },
    },
  },
  {
    ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'claim', namespace: 'box' } },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: '', resources: { requests: { storage: '1Gi' } } },
  },
  {
    ...{
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'held', namespace: 'vault', finalizers: ['example.com/hold'] },
    },
    spec: { containers: [{ name: 'a', image: 'nginx' }] },
  },
  {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'none', namespace: 'box' },
    spec: { hard: { pods: '0', services: '0' } },
  },
);

/** What a learner makes: a definition first, then objects of it and much else. */
export const learnersManifests = { definition, others };

/** A policy that is in the way of every deletion and creation in the lab's namespaces, and cluster-wide. */
export const learnersLast = list(
  {
    ...{ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: { name: 'nosy' } },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['CREATE', 'DELETE'], resources: ['*'] }],
      },
      validations: [{ expression: 'false', message: 'nobody deletes here' }],
    },
  },
  {
    ...{
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'nosy' },
    },
    spec: {
      ...{ policyName: 'nosy', validationActions: ['Deny'] },
      matchResources: {
        namespaceSelector: {
          matchExpressions: [
            { key: 'kubernetes.io/metadata.name', operator: 'In', values: ['box', 'vault', 'theirs'] },
          ],
        },
      },
    },
  },
);

/** Of somebody else, made while the lab is under way. The binding names one of the lab's accounts beside a user. */
export const strangersManifests = list(
  configMap('strangers', 'strangers'),
  configMap('default', 'strangers'),
  { ...rbac, kind: 'ClusterRole', metadata: { name: 'strangers' }, rules: [] },
  {
    ...{ ...rbac, kind: 'ClusterRoleBinding', metadata: { name: 'strangers' } },
    roleRef: { ...roleRef, name: 'strangers' },
    subjects: [account('box'), { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'somebody' }],
  },
);
