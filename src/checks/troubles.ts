import { canonicalJson } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { conditionStatus } from '../kubernetes/pod-state.ts';
import { hasPodTemplate, mappingsAt, podSpecOf } from '../kubernetes/pod-template.ts';
import { isLeftAlone } from '../kubernetes/trouble/node-trouble.ts';
import { objectTroubles } from '../kubernetes/trouble/object-troubles.ts';
import type { Surroundings } from '../kubernetes/trouble/pod-troubles.ts';
import type { Trouble } from '../kubernetes/trouble/trouble.ts';
import type { Read } from '../snapshot/read.ts';
import { podsSelectedBy } from './selection.ts';
import type { View } from './view.ts';
import { listRead } from './view.ts';

/** What an issue is owed to. `alike`: so many more objects have the same trouble. */
export type ToldTrouble = Trouble & { readonly alike: number };

/** More kinds of trouble than this in one place help nobody. */
const most = 3;

/**
 * Why these objects, and the Pods behind them, are not as they should be; the field of an issue, left out where nothing is
 * known. It rests on reads that only explain: no verdict, and nothing about moving, follows from it.
 */
export function troublesOf(
  objects: readonly KubeObject[],
  view: View,
  nowMs: number,
): { readonly troubles?: readonly ToldTrouble[] } {
  const [first] = objects;
  if (first === undefined) return {};
  const { namespace } = first.metadata;
  const around: Surroundings = {
    nowMs,
    events: view.listIfRead('Event', namespace) ?? [],
    ...given('claims', view.listIfRead('PersistentVolumeClaim', namespace)),
    ...given('nodes', view.listIfRead('Node')),
    ...given('makers', view.listIfRead('ReplicaSet.apps', namespace)),
    ...given('quotas', view.listIfRead('ResourceQuota', namespace)),
  };
  const all = [...objects, ...objects.flatMap((object) => podsBehind(object, view))];
  const troubles = together(all.flatMap((object) => objectTroubles(object, around)));
  const [last, found] = [troubles.filter(isOnlySaid), troubles.filter((trouble) => !isOnlySaid(trouble))];
  return troubles.length === 0 ? {} : { troubles: [...found, ...last].slice(0, most) };
}

/** Nothing that could be mended: it stands after what can. */
const isOnlySaid = ({ code }: Trouble): boolean => code === 'old_pods';

/** What has to be read to tell it, of objects that are not as they should be. */
export function troubleReads(objects: readonly KubeObject[]): readonly Read[] {
  return objects.flatMap((object) => {
    const { namespace } = object.metadata;
    const usesClaims = mappingsAt(podSpecOf(object), 'volumes').some(
      ({ persistentVolumeClaim, ephemeral }) => persistentVolumeClaim !== undefined || ephemeral !== undefined,
    );
    const kinds = [
      'Event',
      ...(object.kind !== 'Pod' && hasPodTemplate(object.kind) ? ['Pod'] : []),
      ...(conditionStatus(object, 'ReplicaFailure') === 'True' ? ['ReplicaSet.apps', 'ResourceQuota'] : []),
      ...(usesClaims || mappingsAt(object, 'spec', 'volumeClaimTemplates').length > 0 ? ['PersistentVolumeClaim'] : []),
    ];
    return [
      ...(namespace === undefined ? [] : kinds.map((kind) => listRead(kind, namespace))),
      ...(object.kind === 'Pod' && isLeftAlone(object) ? [listRead('Node')] : []),
    ];
  });
}

function podsBehind(object: KubeObject, view: View): readonly KubeObject[] {
  if (object.kind === 'Pod' || !hasPodTemplate(object.kind)) return [];
  return podsSelectedBy(object, view.listIfRead('Pod', object.metadata.namespace) ?? []);
}

/** Replicas mostly have the same trouble: told once. */
function together(troubles: readonly Trouble[]): readonly ToldTrouble[] {
  const kindOf = (trouble: Trouble): string => {
    const { object, ...rest } = trouble;
    return canonicalJson({ ...rest, kind: object.kind, restarts: 0, answer: '', isEarlier: false } as never); // plain data
  };
  const each = [...new Map(troubles.map((trouble) => [canonicalJson(trouble as never), trouble])).values()]; // plain data
  return [...Map.groupBy(each, kindOf).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, alike: others.length }],
  );
}

const given = <Key extends string>(key: Key, objects: readonly KubeObject[] | undefined) =>
  (objects === undefined ? {} : { [key]: objects }) as { readonly [K in Key]?: readonly KubeObject[] }; // the key given
