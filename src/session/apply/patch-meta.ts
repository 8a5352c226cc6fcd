import type { PatchField } from './patch-field.ts';
import { patchKinds, patchTypes } from './patch-strategies.ts';

/** Where in a type one is: undefined where no strategies lie below. */
export type PatchType = string | undefined;

export type PatchSupport =
  | { readonly support: 'strategic'; readonly type: PatchType }
  /** Custom resources and kinds newer than the table: JSON merge patch. */
  | { readonly support: 'merge' };

/** How objects of this kind are patched; a version that the table has not is taken for one that it has. */
export function patchSupport(apiVersion: string, kind: string): PatchSupport {
  const exact = patchKinds[`${apiVersion} ${kind}`];
  const type = exact ?? otherVersion(apiVersion, kind);
  return type === undefined ? { support: 'merge' } : { support: 'strategic', type };
}

const none: PatchField = {};

/** How a field of a type is patched. In a type that is a mapping with free keys, every key is such a field. */
export function patchFieldOf(type: PatchType, key: string): PatchField {
  if (type === undefined) return none;
  if (type.startsWith(mapOf)) return { type: type.slice(mapOf.length) };
  const fields = patchTypes[type];
  const field = fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (field?.isMap === true) return { ...field, type: `${mapOf}${field.type}` };
  return field ?? none;
}

const mapOf = 'map of ';

function otherVersion(apiVersion: string, kind: string): string | undefined {
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  const found = Object.keys(patchKinds).find((key) => {
    const [itsVersion = '', itsKind] = key.split(' ');
    const [itsGroup] = itsVersion.includes('/') ? itsVersion.split('/') : [''];
    return itsKind === kind && itsGroup === group;
  });
  return found === undefined ? undefined : patchKinds[found];
}
