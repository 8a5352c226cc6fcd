/** What a lab must ask leave for under `allow:`, because it reaches beyond what a learner gives it. */
export const dangers = {
  privileged: 'runs privileged containers',
  'host-namespaces': "uses the node's network, process or IPC namespace",
  'host-path': "mounts the node's own files",
  'added-capabilities': 'adds Linux capabilities to a container',
  webhooks: 'puts a webhook between every user and the API server',
  'system-bindings': 'grants cluster-admin, or speaks of a system: role, user or group',
  outside: 'writes outside its own namespaces and names',
} as const;

export type Danger = keyof typeof dangers;
