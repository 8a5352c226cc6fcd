import type { Difference } from '../checks/issue.ts';
import type { FoundValue } from '../checks/wanted-values.ts';
import type { Json } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import type { ObjectRef } from '../kubernetes/kube-object.ts';
import { objectText } from './object-text.ts';
import { originText } from './origin-text.ts';
import type { Told } from './sentence.ts';
import { shownPath } from './shown-path.ts';
import { valueText } from './value-text.ts';

/** What is there in place of what is wanted, as a reason. */
export const differenceText = ({ path, wanted, found, comesTo }: Difference): string =>
  `${foundText(shownPath(path), found)}${shareText(comesTo)}, wanted ${valueText(wanted)}`;

/** What is wanted of an object, what is found in it, and whether that stands somewhere else. */
export function valueTold(object: ObjectRef, { path: plain, wanted, found, comesTo, elsewhere }: Difference): Told {
  const path = shownPath(plain);
  const where = objectText(object);
  const condition = found === undefined ? conditionOf(path, wanted) : undefined;
  if (condition !== undefined)
    return { where, wanted: `${where} has the condition ${condition}`, found: 'it does not have it' };
  const other = elsewhere === undefined ? '' : `; ${otherLevelText(elsewhere)}`;
  return {
    where,
    wanted: `${where}: ${wantedValueText(path, wanted)}`,
    found: `${foundText(path, found)}${shareText(comesTo)}${other}`,
  };
}

const shareText = (comesTo: Difference['comesTo']): string =>
  comesTo === undefined ? '' : `, which is ${comesTo.pods === 0 ? 'none' : comesTo.pods} of ${comesTo.of} Pods`;

/** A field of one name may be there for the object, and for the Jobs or Pods that it makes. */
function otherLevelText({ path, found }: FoundValue): string {
  const whose = path.includes('.template.spec.') ? 'its Pods' : path.includes('.jobTemplate.') ? 'its Jobs' : 'itself';
  return `${path} is ${valueText(found)}, but that is a field of ${whose}`;
}

/** The type of a condition that is asked for, and nothing else of it. */
function conditionOf(path: string, wanted: Json): string | undefined {
  if (!/^status\.conditions(\[\w+\])?$/.test(path)) return undefined;
  const [entry, ...others] = Array.isArray(wanted) ? wanted : [wanted];
  if (others.length > 0 || !isJsonObject(entry) || Object.keys(entry).length > 1) return undefined;
  return typeof entry.type === 'string' ? entry.type : undefined;
}

/** Wanted is what was there at the start. */
export function wasText(path: string, was: Json | undefined): string {
  const value = valueText(was);
  return value === 'nothing' ? `no ${path}, as at the start` : `${path} as it was at the start, ${value}`;
}

function wantedValueText(path: string, wanted: Json): string {
  const origin = originText(wanted, 'wanted');
  if (origin !== undefined) return `${fileText(path, 'the ') ?? path} ${origin}`;
  if (isNamedAlone(path, wanted)) return `there is ${path}`;
  const value = valueText(wanted);
  if (value === 'nothing') return `no ${path}`;
  return value === 'some value' ? `there is ${path}` : `${path} is ${value}`;
}

/** A value at its path, or that there is none. */
export function foundText(path: string, found: Json | undefined): string {
  if (found === undefined) return `there is no ${fileText(path, '') ?? path}`;
  return `${fileText(path, 'the ') ?? path} ${sourceText(found) ?? originText(found, 'found') ?? `is ${valueText(found)}`}`;
}

/** A file as a container sees it: no field of the Pod that one could look for. */
function fileText(path: string, article: string): string | undefined {
  const [, container, file] = /containers\[([^\]]+)\]\.files\['([^']+)'\]$/i.exec(path) ?? [];
  return file === undefined ? undefined : `${article}file ${file} in the container ${container}`;
}

/** An entry of a list of which nothing else is asked than that it is there. */
function isNamedAlone(path: string, wanted: Json): boolean {
  const [key, ...others] = isJsonObject(wanted) ? Object.values(wanted) : [];
  return others.length === 0 && typeof key === 'string' && path.endsWith(`[${key}]`);
}

/** A variable or file whose source is not there, or that is no file. */
function sourceText(found: Json): string | undefined {
  if (!isJsonObject(found) || (found.missing !== true && found.folder !== true)) return undefined;
  const source = found.secret === undefined ? `configmap/${String(found.configMap)}` : `secret/${String(found.secret)}`;
  if (found.folder === true) return `is a folder with the files of ${source} in it`;
  return `comes from the key ${valueText(found.key)} of ${source}, which is not there`;
}
