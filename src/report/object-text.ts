import type { WantedObject } from '../checks/issue.ts';
import type { ObjectRef } from '../kubernetes/kube-object.ts';
import { builtInKind } from '../kubernetes/resource-kind.ts';
import { fewText } from './word-list.ts';

/** `deployment/web in shop`, `clusterrole/reader`. */
export function objectText(ref: ObjectRef): string {
  return `${kindWord(ref.kind)}/${ref.name}${ref.namespace === undefined ? '' : ` in ${ref.namespace}`}`;
}

/** The kind as kubectl takes it: `deployment`; with its group where the kind is not built in: `widget.example.com`. */
export const kindWord = (kind: string): string => (builtInKind(kind)?.kind ?? kind).toLowerCase();

/** `pod/a, pod/b in shop, and 3 more`. */
export function objectsText(refs: readonly ObjectRef[], most = 3): string {
  const namespaces = new Set(refs.map((ref) => ref.namespace));
  const [shared] = namespaces.size === 1 ? namespaces : [undefined];
  const nameOf = (ref: ObjectRef): string =>
    shared === undefined ? objectText(ref) : `${kindWord(ref.kind)}/${ref.name}`;
  return `${fewText(refs.map(nameOf), most)}${shared === undefined ? '' : ` in ${shared}`}`;
}

/** `a Deployment named web in namespace shop (labels tier=web)`. */
export function wantedText(wanted: WantedObject): string {
  return `${article(shortKind(wanted.kind))} ${wantedOneText(wanted)}`;
}

/** The same without its article, after `no` or a number. */
export const wantedOneText = (wanted: WantedObject): string => detailsText(wanted, shortKind(wanted.kind));

/** `Pods in namespace shop (labels tier=web)`, for counting. */
export const wantedManyText = (wanted: WantedObject): string => detailsText(wanted, pluralKind(wanted.kind));

function detailsText(wanted: WantedObject, noun: string): string {
  const named = wanted.name === undefined ? '' : ` named ${wanted.name}`;
  const where = wanted.namespace === undefined ? '' : ` in namespace ${wanted.namespace}`;
  const conditions = wanted.conditions.length === 0 ? '' : ` (${wanted.conditions.join('; ')})`;
  return `${noun}${named}${where}${conditions}`;
}

/** The kind without its group: `Deployment`. */
export const shortKind = (kind: string): string => builtInKind(kind)?.kind ?? kind.split('.')[0] ?? kind;

const article = (noun: string): string => (/^(a|e|i|o|u(?!ni|se))/i.test(noun) ? 'an' : 'a');

function pluralKind(kind: string): string {
  const noun = shortKind(kind);
  if (/(s|x|ch)$/.test(noun)) return noun === 'Endpoints' ? noun : `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
