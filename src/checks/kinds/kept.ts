import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { CheckKind } from '../check-kind.ts';
import { LabDefect } from '../check-kind.ts';
import type { Evidence, Issue } from '../issue.ts';
import { pathText } from '../match/differences.ts';
import { mergeKeyOf } from '../match/merge-key.ts';
import { isSameMeaning } from '../match/same-meaning.ts';
import { matchContextOf } from '../match-context.ts';
import type { Change } from '../narrowest-change.ts';
import { narrowestChange } from '../narrowest-change.ts';
import { startedAs } from '../started-as.ts';
import { findTarget, readOf, refOfTarget, targetOf } from '../target.ts';

/** What was there at the start is the same object still (uid), unchanged where it matters. */
export const keptKind: CheckKind<'kept'> = {
  reads: ({ kept }, context) => [readOf(targetOf(kept.object, kept.in, context))],
  judge: ({ kept }, view, context) => {
    const target = targetOf(kept.object, kept.in, context);
    const before = startedAs(target, context);
    if (before === undefined) throw new LabDefect(`the start made no ${kept.object}`);
    const object = findTarget(target, view);
    if (object === undefined || object.metadata.uid !== before.uid)
      return {
        finding: 'fails',
        issues: [{ code: 'replaced', object: refOfTarget(target), isGone: object === undefined, isMoving: false }],
      };
    const [first, ...rest] = (kept.unchanged ?? []).flatMap((path): readonly Issue[] => {
      const steps = stepsOf(path);
      const [was, found] = [before.object, object].map((side) => valueIn(side as Json | undefined, steps)); // a KubeObject is Json
      const match = matchContextOf(object);
      if (isSameMeaning(was, found, steps.map(String), match)) return [];
      const told = steps.map((step) => (typeof step === 'number' ? `[${step}]` : step));
      return [changedAt(object, narrowestChange({ path: told, was, found }, match))];
    });
    if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
    const evidence: Evidence = { code: 'kept', object: refOf(object), unchanged: kept.unchanged ?? [] };
    return { finding: 'holds', evidence: [evidence], isMoving: false };
  },
};

const changedAt = (object: KubeObject, { path, was, found }: Change): Issue => ({
  code: 'changed',
  object: refOf(object),
  path: pathText(path),
  ...(was === undefined ? {} : { was }),
  ...(found === undefined ? {} : { found }),
  isMoving: false,
});

/** `spec.template`, `metadata.labels['app.kubernetes.io/name']`, `spec.ports[0]`, `spec.containers[web]`. */
const stepsOf = (path: string): readonly (string | number)[] =>
  [...path.matchAll(/\['([^']*)'\]|\[(\d+)\]|(\[[^\]]+\])|([^.[\]]+)/g)].map(([, quoted, index, entry, plain]) =>
    index === undefined ? (quoted ?? entry ?? plain ?? '') : Number(index),
  );

/** The value at these steps, of which `[web]` is the entry of a list that has this name, or what else tells its entries apart. */
function valueIn(object: Json | undefined, steps: readonly (string | number)[]): Json | undefined {
  return steps.reduce<Json | undefined>((value, step, index) => {
    if (!Array.isArray(value) || typeof step === 'number') return valueAt(value, step);
    const list = steps.slice(0, index).map(String);
    return value.find((entry: Json) => {
      const keys = ['name', mergeKeyOf(list, entry) ?? 'name'];
      return isJsonObject(entry) && keys.some((key) => `[${String(entry[key])}]` === step);
    });
  }, object);
}
