/** Who refused an object, by the refuser's own words; `other`: nobody who is known by them. */
export type AdmissionRefusal =
  | { readonly by: 'podSecurity'; readonly level: string }
  /** `unspecified`: the Pod does not say what it needs of a resource that is shared out. `unknown`: not counted yet. */
  | {
      readonly by: 'quota';
      readonly quota: string;
      readonly problem: 'exceeded' | 'unspecified' | 'unknown';
      readonly resources: readonly QuotaResource[];
    }
  | { readonly by: 'limitRange'; readonly bounds: readonly LimitBound[] }
  | { readonly by: 'policy'; readonly policy: string; readonly binding: string }
  | { readonly by: 'webhook'; readonly webhook: string }
  | { readonly by: 'serviceAccount'; readonly serviceAccount: string }
  | { readonly by: 'validation'; readonly fields: readonly string[] }
  /** There is no such namespace, or it is going away. */
  | { readonly by: 'namespace'; readonly isGoing: boolean }
  | { readonly by: 'other' };

export interface QuotaResource {
  readonly resource: string;
  /** Quantities; absent where the words do not say. */
  readonly used?: string;
  readonly limited?: string;
}

export interface LimitBound {
  readonly bound: 'max' | 'min' | 'ratio';
  readonly resource: string;
  readonly per: string;
}

/** A Status by which the API server refused to store something. */
export interface RefusalStatus {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  /** Paths that are not valid. */
  readonly fields: readonly string[];
}

/**
 * Reads who refused out of the words that kube-apiserver 1.36 was seen to use. The status alone does not tell: quota,
 * LimitRange and Pod Security answer 403 as a missing right does, a policy 403, 413 or 422 as its author likes.
 * https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
 */
export function admissionRefusal(status: RefusalStatus): AdmissionRefusal {
  const { code, reason, message, fields } = status;
  const words = refusalWords(message);
  const [, webhook] = /^admission webhook "([^"]+)" denied the request/.exec(words) ?? [];
  if (webhook !== undefined) return { by: 'webhook', webhook };
  const said = byPlugIn(words);
  if (said !== undefined) return said;
  if (code === 404) return { by: 'namespace', isGoing: false };
  return reason === 'Invalid' && fields.length > 0 ? { by: 'validation', fields } : { by: 'other' };
}

/** A refusal without `pods "web-x7k2p" is forbidden:`, in which the name is made up anew each time. */
export const refusalWords = (message: string): string =>
  message.replace(/^[^\s"]+ "[^"]*" is (?:forbidden|invalid): /, '');

/**
 * A MutatingAdmissionPolicy that cannot do its work refuses with 403, too, in words that begin with its own name in place of
 * the object's; seen on kube-apiserver 1.36.
 * https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 */
export const isByMutatingPolicy = (message: string): boolean =>
  /^policy (?:'[^']+' with binding '[^']+'|"[^"]+") denied request: /.test(message);

/** Said by something that anybody may have made, and that acts for a moment after it was deleted. */
export const isByPolicyOrWebhook = (message: string): boolean =>
  isByMutatingPolicy(message) || /ValidatingAdmissionPolicy|admission webhook|failed calling webhook/.test(message);

function byPlugIn(words: string): AdmissionRefusal | undefined {
  const [, level] = /^violates PodSecurity "(\w+):/.exec(words) ?? [];
  if (level !== undefined) return { by: 'podSecurity', level };
  const [, policy, binding] = policyWords.exec(words) ?? [];
  if (policy !== undefined && binding !== undefined) return { by: 'policy', policy, binding };
  const [, serviceAccount] = /^error looking up service account [^/\s]+\/([^:\s]+): /.exec(words) ?? [];
  if (serviceAccount !== undefined) return { by: 'serviceAccount', serviceAccount };
  if (/^unable to create new content in namespace \S+ because it is being terminated/.test(words))
    return { by: 'namespace', isGoing: true };
  return byQuota(words) ?? byLimitRange(words);
}

/** https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
const policyWords = /^ValidatingAdmissionPolicy '([^']+)' with binding '([^']+)' denied request: /;

/** https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
function byQuota(words: string): AdmissionRefusal | undefined {
  const [, exceeded, requested = '', used = '', limited = ''] =
    /^exceeded quota: ([^,\s]+), requested: (.*), used: (.*), limited: (.*)$/.exec(words) ?? [];
  if (exceeded !== undefined) {
    const [usedOf, limitOf] = [used, limited].map((text) => new Map(assignments(text)));
    const resources = assignments(requested).map(([resource]) => ({
      resource,
      ...{ used: usedOf?.get(resource) ?? '', limited: limitOf?.get(resource) ?? '' },
    }));
    return { by: 'quota', quota: exceeded, problem: 'exceeded', resources };
  }
  const [, failed, missing = ''] = /^failed quota: ([^:\s]+): must specify (.*)$/.exec(words) ?? [];
  if (failed !== undefined) return { by: 'quota', quota: failed, problem: 'unspecified', resources: listed(missing) };
  const [, unknown, uncounted = ''] = /^status unknown for quota: ([^,\s]+)(?:, resources: (.*))?$/.exec(words) ?? [];
  return unknown === undefined
    ? undefined
    : { by: 'quota', quota: unknown, problem: 'unknown', resources: listed(uncounted) };
}

/** `limits.memory=2Gi,requests.cpu=2`. */
const assignments = (text: string): readonly (readonly [string, string])[] =>
  text.split(',').map((part) => {
    const [resource = '', quantity = ''] = part.split('=');
    return [resource.trim(), quantity.trim()];
  });

/** `limits.memory for: c; requests.cpu for: c,d`, or without the containers: `limits.memory,requests.cpu`. */
function listed(text: string): readonly QuotaResource[] {
  const names = text.includes(' for: ')
    ? text.split(';').map((part) => part.split(' for: ')[0] ?? '')
    : text.split(',');
  return names
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((resource) => ({ resource }));
}

/** One bound, or several in brackets. https://kubernetes.io/docs/concepts/policy/limit-range/ */
function byLimitRange(words: string): AdmissionRefusal | undefined {
  if (!/^\[?(?:(?:maximum|minimum) \S+ usage|\S+ max limit to request ratio) per (?:Container|Pod|Pers)/.test(words))
    return undefined;
  const bounds = [...words.matchAll(boundWords)].map(([, extreme, resource, ratio, per = '']): LimitBound => {
    const bound = extreme === undefined ? 'ratio' : extreme === 'maximum' ? 'max' : 'min';
    return { bound, resource: resource ?? ratio ?? '', per };
  });
  return { by: 'limitRange', bounds };
}

const boundWords =
  /(?:(maximum|minimum) (\S+) usage|([^\s[]+) max limit to request ratio) per (Container|Pod|PersistentVolumeClaim) is /g;
