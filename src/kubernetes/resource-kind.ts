/** A kind of object that every supported cluster serves, so that it can be read without asking discovery first. */
export interface ResourceKind {
  readonly kind: string;
  /** API group, `''` for the core group. */
  readonly group: string;
  readonly version: string;
  /** Plural, as in the URL. */
  readonly resource: string;
  readonly isNamespaced: boolean;
  readonly shortNames: readonly string[];
}

/**
 * The built-in kinds that labs speak of, from the API reference:
 * https://kubernetes.io/docs/reference/kubernetes-api/ ; short names as `kubectl api-resources` prints them.
 */
const builtInKinds: readonly ResourceKind[] = [
  ...namespaced('', 'v1', [
    ['Pod', 'pods', 'po'],
    ['Service', 'services', 'svc'],
    ['ConfigMap', 'configmaps', 'cm'],
    ['Secret', 'secrets'],
    ['PersistentVolumeClaim', 'persistentvolumeclaims', 'pvc'],
    ['ServiceAccount', 'serviceaccounts', 'sa'],
    ['Endpoints', 'endpoints', 'ep'],
    ['Event', 'events', 'ev'],
    ['LimitRange', 'limitranges', 'limits'],
    ['ResourceQuota', 'resourcequotas', 'quota'],
    ['ReplicationController', 'replicationcontrollers', 'rc'],
    ['PodTemplate', 'podtemplates'],
  ]),
  ...clusterWide('', 'v1', [
    ['Namespace', 'namespaces', 'ns'],
    ['Node', 'nodes', 'no'],
    ['PersistentVolume', 'persistentvolumes', 'pv'],
  ]),
  ...namespaced('apps', 'v1', [
    ['Deployment', 'deployments', 'deploy'],
    ['ReplicaSet', 'replicasets', 'rs'],
    ['StatefulSet', 'statefulsets', 'sts'],
    ['DaemonSet', 'daemonsets', 'ds'],
    ['ControllerRevision', 'controllerrevisions'],
  ]),
  ...namespaced('batch', 'v1', [
    ['Job', 'jobs'],
    ['CronJob', 'cronjobs', 'cj'],
  ]),
  ...namespaced('networking.k8s.io', 'v1', [
    ['NetworkPolicy', 'networkpolicies', 'netpol'],
    ['Ingress', 'ingresses', 'ing'],
  ]),
  ...clusterWide('networking.k8s.io', 'v1', [['IngressClass', 'ingressclasses']]),
  ...namespaced('rbac.authorization.k8s.io', 'v1', [
    ['Role', 'roles'],
    ['RoleBinding', 'rolebindings'],
  ]),
  ...clusterWide('rbac.authorization.k8s.io', 'v1', [
    ['ClusterRole', 'clusterroles'],
    ['ClusterRoleBinding', 'clusterrolebindings'],
  ]),
  ...namespaced('policy', 'v1', [['PodDisruptionBudget', 'poddisruptionbudgets', 'pdb']]),
  ...namespaced('autoscaling', 'v2', [['HorizontalPodAutoscaler', 'horizontalpodautoscalers', 'hpa']]),
  ...namespaced('discovery.k8s.io', 'v1', [['EndpointSlice', 'endpointslices']]),
  ...namespaced('coordination.k8s.io', 'v1', [['Lease', 'leases']]),
  ...clusterWide('storage.k8s.io', 'v1', [['StorageClass', 'storageclasses', 'sc']]),
  ...clusterWide('scheduling.k8s.io', 'v1', [['PriorityClass', 'priorityclasses', 'pc']]),
  ...clusterWide('certificates.k8s.io', 'v1', [['CertificateSigningRequest', 'certificatesigningrequests', 'csr']]),
  ...clusterWide('admissionregistration.k8s.io', 'v1', [
    ['ValidatingAdmissionPolicy', 'validatingadmissionpolicies'],
    ['ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings'],
    ['ValidatingWebhookConfiguration', 'validatingwebhookconfigurations'],
    ['MutatingWebhookConfiguration', 'mutatingwebhookconfigurations'],
  ]),
  ...clusterWide('apiextensions.k8s.io', 'v1', [['CustomResourceDefinition', 'customresourcedefinitions', 'crd']]),
  ...clusterWide('apiregistration.k8s.io', 'v1', [['APIService', 'apiservices']]),
  ...clusterWide('node.k8s.io', 'v1', [['RuntimeClass', 'runtimeclasses']]),
];

const byWord: ReadonlyMap<string, ResourceKind> = new Map(
  builtInKinds.flatMap((entry) =>
    [entry.kind, entry.resource, ...entry.shortNames].flatMap((word) => [
      [word.toLowerCase(), entry] as const,
      [`${word.toLowerCase()}.${entry.group}`, entry] as const,
    ]),
  ),
);

/** The built-in kind that a word means: `deploy`, `deployments`, `Deployment`, `Deployment.apps` all name one. */
export const builtInKind = (word: string): ResourceKind | undefined => byWord.get(word.toLowerCase());

/** `Deployment.apps`, `Pod`; a word for no built-in kind is kept as it is: custom kinds are written `Kind.group`. */
export function canonicalKind(word: string): string {
  const entry = builtInKind(word);
  if (entry === undefined) return word;
  return entry.group === '' ? entry.kind : `${entry.kind}.${entry.group}`;
}

/** All words that name a built-in kind, for suggestions. */
export const builtInKindNames: readonly string[] = builtInKinds.map((entry) => entry.kind);

function namespaced(group: string, version: string, rows: readonly (readonly string[])[]): readonly ResourceKind[] {
  return rows.map(([kind = '', resource = '', ...shortNames]) => ({
    ...{ kind, group, version, resource, shortNames },
    isNamespaced: true,
  }));
}

function clusterWide(group: string, version: string, rows: readonly (readonly string[])[]): readonly ResourceKind[] {
  return namespaced(group, version, rows).map((entry) => ({ ...entry, isNamespaced: false }));
}
