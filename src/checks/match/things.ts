import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import { isOperators } from './operators.ts';

const things = new Set([
  ...['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'preStop', 'postStart'],
  ...['emptyDir', 'configMap', 'secret', 'projected', 'downwardAPI', 'persistentVolumeClaim', 'hostPath', 'ephemeral'],
]);
const parentsOfThings = new Set(['volumeMounts', 'env', 'probes']);

/**
 * A pattern asks for a thing: a probe, a volume, a mount or a variable is not there by having nothing but defaults. Not
 * where it asks with operators alone, as `{ secret: { $absent: true } }` of a mount.
 */
export const asksForThing = (wanted: Json, path: readonly string[]): boolean =>
  (things.has(path.at(-1) ?? '') || parentsOfThings.has(path.at(-2) ?? '')) && !asksByOperators(wanted);

function asksByOperators(wanted: Json): boolean {
  if (isOperators(wanted)) return true;
  return isJsonObject(wanted) && Object.values(wanted).every(asksByOperators);
}
