import type { KubeObject } from '../kubernetes/kube-object.ts';
import { builtInKind } from '../kubernetes/resource-kind.ts';
import { UserError } from '../user-error.ts';

/** `clusterrole/viewer`, `widget.example.com/x`, `default/deployment/web`: what `--also` takes for an object. */
export function alsoNameOf({ apiVersion, kind, metadata }: KubeObject): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  const word = builtInKind(kind) === undefined && group !== '' ? `${kind}.${group}` : kind;
  const parts = [word.toLowerCase(), metadata.name];
  return [...(metadata.namespace === undefined ? [] : [metadata.namespace]), ...parts].join('/');
}

/**
 * The objects that `--also` names.
 * @throws UserError `also_unknown` for none such, `also_not_new` for what was there before the start.
 */
export function alsoObjects(
  also: readonly string[],
  objects: readonly KubeObject[],
  isNew: (object: KubeObject) => boolean,
): readonly KubeObject[] {
  return also.map((text) => {
    const found = objects.find((object) => isMeant(text, object));
    if (found === undefined)
      throw new UserError('also_unknown', `--also ${text}: there is no such object outside this lab's namespaces.`, {
        wayOut: 'Write KIND/NAME, or NAMESPACE/KIND/NAME, as --dry-run lists it.',
      });
    if (!isNew(found))
      throw new UserError('also_not_new', `--also ${text}: it was there before this lab was started, and stays.`, {
        wayOut: 'Delete it with kubectl if that is what you want.',
      });
    return found;
  });
}

function isMeant(text: string, object: KubeObject): boolean {
  const parts = text.split('/');
  const [word = '', name = ''] = parts.slice(-2);
  const namespace = parts.length > 2 ? parts[0] : undefined;
  const isKind =
    builtInKind(word)?.kind === object.kind || [object.kind, kindAndGroup(object)].some((kind) => isSame(kind, word));
  return isKind && name === object.metadata.name && namespace === object.metadata.namespace;
}

const kindAndGroup = ({ kind, apiVersion }: KubeObject): string => `${kind}.${apiVersion.split('/')[0]}`;
const isSame = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();
