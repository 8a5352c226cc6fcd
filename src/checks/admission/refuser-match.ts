import type { AdmissionRefusal } from '../../kubernetes/admission-refusal.ts';
import type { AdmissionWarning } from '../../kubernetes/admission-warning.ts';
import type { Json } from '../../kubernetes/json.ts';
import { differences } from '../match/differences.ts';
import { resourcesInOneSpelling } from '../match/quota-names.ts';
import type { ToldRefusal, WantedRefuser } from './told.ts';

/** Whether it was refused, or warned of, by whom the check names. */
export function isBy(wanted: WantedRefuser, found: ToldRefusal | AdmissionWarning): boolean {
  if ('podSecurity' in wanted) return found.by === 'podSecurity' && found.level === wanted.podSecurity;
  if ('quota' in wanted) return found.by === 'quota' && isOfQuota(wanted, found);
  if ('limitRange' in wanted)
    return found.by === 'limitRange' && found.bounds.some((bound) => meets(wanted.limitRange, { ...bound }));
  if ('policy' in wanted)
    return found.by === 'policy' && meets(wanted.policy, found.policy) && meets(wanted.binding, found.binding);
  if ('webhook' in wanted) return found.by === 'webhook' && meets(wanted.webhook, found.webhook);
  return found.by === 'validation' && found.fields.some((field) => meets(wanted.validation, field));
}

/** A quota that has not been counted yet refuses everything, and means nothing by it. */
function isOfQuota(
  wanted: Extract<WantedRefuser, { quota: Json }>,
  found: Extract<AdmissionRefusal, { by: 'quota' }>,
): boolean {
  if (found.problem === 'unknown' || !meets(wanted.quota, found.quota)) return false;
  const resources = found.resources.map(({ resource }) => resource);
  return (
    wanted.resources === undefined || meets(resourcesInOneSpelling(wanted.resources), resourcesInOneSpelling(resources))
  );
}

/** What is not asked for is met. */
export const meets = (
  wanted: Json | { readonly [key: string]: string | undefined } | undefined,
  found: Json,
): boolean => wanted === undefined || differences(wanted as Json, found, [], {}).length === 0; // keys without a value are not there
