import { builtInKind } from './resource-kind.ts';

/** What a line such as `get list pods in shop` asks: every verb on every resource. */
export interface Permission {
  readonly verbs: readonly string[];
  readonly target:
    | {
        readonly target: 'resources';
        readonly resources: readonly PermissionResource[];
        readonly name?: string;
        /** `cluster`: a cluster-wide kind, no namespace given, or all namespaces at once. */
        readonly scope: { readonly scope: 'namespace'; readonly alias: string } | { readonly scope: 'cluster' };
      }
    | { readonly target: 'path'; readonly path: string };
}

export interface PermissionResource {
  /** `''` for the core group. */
  readonly group: string;
  /** Plural, `*` for all. */
  readonly resource: string;
  readonly subresource?: string;
}

/** Verbs that the authorizer knows; https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb */
const verbs = new Set([
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*'],
  ...['use', 'bind', 'escalate', 'impersonate', 'approve', 'sign', 'attest'],
  ...['head', 'post', 'put', 'options'],
]);

/**
 * Reads `VERB … RESOURCE[,RESOURCE][.GROUP][/SUBRESOURCE] [named NAME] [in NAMESPACE | in all namespaces]`, or `VERB … /PATH`.
 * Without `in` the question is cluster-wide, as is `in all namespaces`: what kubectl asks with `--all-namespaces`, which a
 * right in one namespace does not answer.
 */
export function parsePermission(text: string): { readonly permission: Permission } | { readonly mistake: string } {
  const words = text.trim().split(/\s+/);
  const verbCount = words.findIndex((word, index) => !verbs.has(word) || (word === '*' && index > 0));
  if (verbCount < 0) return { mistake: `"${text}" names no resource after its verbs` };
  const [target = '', ...rest] = words.slice(verbCount);
  if (verbCount === 0) return { mistake: `"${text}" begins with "${target}", which is no verb that Kubernetes knows` };
  const chosenVerbs = words.slice(0, verbCount);
  if (target.startsWith('/')) {
    if (rest.length > 0) return { mistake: `"${text}" says more after the path ${target}` };
    return { permission: { verbs: chosenVerbs, target: { target: 'path', path: target } } };
  }
  const tail = parseTail(rest);
  if (tail === undefined)
    return { mistake: `"${text}": after ${target} comes "named NAME", "in NAMESPACE" or "in all namespaces"` };
  const resources = target.split(',').map(parseResource);
  return { permission: { verbs: chosenVerbs, target: { target: 'resources', resources, ...tail } } };
}

type Tail = Pick<Extract<Permission['target'], { target: 'resources' }>, 'name' | 'scope'>;

function parseTail(words: readonly string[]): Tail | undefined {
  const [word, value, ...rest] = words;
  if (word === undefined) return { scope: { scope: 'cluster' } };
  if (value === undefined) return undefined;
  if (word === 'named') {
    const tail = parseTail(rest);
    return tail === undefined || tail.name !== undefined ? undefined : { ...tail, name: value };
  }
  if (word !== 'in') return undefined;
  if (value === 'all' && rest.length === 1 && rest[0] === 'namespaces') return { scope: { scope: 'cluster' } };
  return rest.length === 0 ? { scope: { scope: 'namespace', alias: value } } : undefined;
}

/** `deployments` and `deploy` get their group from the built-in table; `widgets.example.com` names its own. */
function parseResource(text: string): PermissionResource {
  const [named = '', subresource] = text.split('/', 2);
  const known = builtInKind(named);
  const dot = named.indexOf('.');
  const group = known?.group ?? (dot < 0 ? (named === '*' ? '*' : '') : named.slice(dot + 1));
  const resource = known?.resource ?? (dot < 0 ? named : named.slice(0, dot));
  return { group, resource, ...(subresource === undefined ? {} : { subresource }) };
}
