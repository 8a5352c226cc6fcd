import type { JsonObject } from '../../kubernetes/json.ts';
import type { MatchContext } from './differences.ts';

/**
 * Of an Ingress: paths of the type Prefix are compared element by element, so that `/foo/` is `/foo`.
 * https://kubernetes.io/docs/concepts/services-networking/ingress/#examples
 */
export function withPathType(context: MatchContext, entry: JsonObject, path: readonly string[]): MatchContext {
  const list = path.at(-1)?.startsWith('[') ? path.at(-2) : path.at(-1);
  return list === 'paths' && entry.pathType === 'Prefix' ? { ...context, isPathPrefix: true } : context;
}
