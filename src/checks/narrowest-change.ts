import type { Json } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import type { MatchContext } from './match/differences.ts';
import { isSameMeaning } from './match/same-meaning.ts';

export interface Change {
  readonly path: readonly string[];
  readonly was: Json | undefined;
  readonly found: Json | undefined;
}

/** The place inside of a changed value that holds all of the change: a Pod template is long, and mostly as it was. */
export function narrowestChange({ path, was, found }: Change, context: MatchContext): Change {
  const changed = partsOf(was, found).flatMap(({ step, ...part }): readonly Change[] => {
    const within = { path: [...path, step], ...part };
    return isSameMeaning(within.was, within.found, within.path, context) ? [] : [within];
  });
  const [only, ...others] = changed;
  return only === undefined || others.length > 0 ? { path, was, found } : narrowestChange(only, context);
}

interface Part {
  readonly step: string;
  readonly was: Json | undefined;
  readonly found: Json | undefined;
}

/** Values of mappings by key, entries of lists of one length by place and told by name. */
function partsOf(was: Json | undefined, found: Json | undefined): readonly Part[] {
  if (isJsonObject(was) && isJsonObject(found))
    return [...new Set([...Object.keys(was), ...Object.keys(found)])].map((key) => ({
      step: key,
      was: was[key],
      found: found[key],
    }));
  if (!Array.isArray(was) || !Array.isArray(found) || was.length !== found.length) return [];
  const entries: readonly Json[] = was;
  return entries.map((entry, index) => ({
    step: `[${isJsonObject(entry) && typeof entry.name === 'string' ? entry.name : index}]`,
    was: entry,
    found: found[index],
  }));
}
