import { leavesOf } from '../lab/leaves-of.ts';
import type { Check } from '../lab/schema/checks.ts';
import type { Task } from '../lab/schema/lab.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import type { ResourceAction } from '../snapshot/read.ts';

/** A right beyond lists that grading a task takes, and what it is for: `what others may do in shop`. */
export interface NeededRight {
  readonly about: string;
  readonly action: ResourceAction;
}

/** In each of the copy's namespaces; what a check asks elsewhere is found out when it asks. */
export const neededRights = ({ checks }: Task, { namespaces }: CopyRecord): readonly NeededRight[] =>
  [...new Set(checks.flatMap(leavesOf).flatMap(rightsOf))].flatMap((right) =>
    Object.values(namespaces).map((namespace) => {
      const { about, action } = rights[right];
      return { about: about(namespace), action: { ...action, namespace } };
    }),
  );

/** Stands for the right to ask what others may do in a namespace. */
export const reviewsIn = (namespace: string): string => `what others may do in ${namespace}`;

const rights = {
  reviews: {
    about: reviewsIn,
    action: { verb: 'create', group: 'authorization.k8s.io', resource: 'localsubjectaccessreviews' },
  },
  services: {
    about: (namespace: string) => `what Services in ${namespace} answer (get services/proxy)`,
    action: { verb: 'get', group: '', resource: 'services', subresource: 'proxy' },
  },
  pods: {
    about: (namespace: string) => `what Pods in ${namespace} answer (get pods/proxy)`,
    action: { verb: 'get', group: '', resource: 'pods', subresource: 'proxy' },
  },
  logs: {
    about: (namespace: string) => `the logs in ${namespace} (get pods/log)`,
    action: { verb: 'get', group: '', resource: 'pods', subresource: 'log' },
  },
  commands: {
    about: (namespace: string) => `what commands print in Pods in ${namespace} (get pods/exec)`,
    action: { verb: 'get', group: '', resource: 'pods', subresource: 'exec' },
  },
} as const satisfies Readonly<
  Record<string, { readonly about: (namespace: string) => string; readonly action: ResourceAction }>
>;

/** A Service with several Pods is asked Pod by Pod, too. */
function rightsOf(check: Check): readonly (keyof typeof rights)[] {
  if ('access' in check) return ['reviews'];
  if ('http' in check) return 'service' in check.http ? ['services', 'pods'] : ['pods'];
  if ('log' in check) return ['logs'];
  return 'exec' in check || 'dns' in check ? ['commands'] : [];
}
