import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { LabInstance } from '../lab/instantiate-lab.ts';
import type { Answer } from '../snapshot/read.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/**
 * What one copy would have seen had it been alone: proving keeps several copies of a lab side by side, and one of them
 * must not be told as another one's nearest miss. `id` begins the names of all copies of a proving but the plain one.
 */
export function withoutOtherCopies(snapshot: Snapshot, { namespaces, names }: LabInstance, id: string): Snapshot {
  const own = { ...namespaces, ...names };
  const reals = new Set(Object.values(own));
  const isOthers = (name: string | undefined): boolean =>
    name !== undefined &&
    !reals.has(name) &&
    Object.keys(own).some((plain) => name === plain || name.startsWith(`${plain}-${id}`));
  const isShown = ({ metadata: { name, namespace } }: KubeObject): boolean =>
    namespace === undefined ? !isOthers(name) : !isOthers(namespace);
  const without = (answer: Answer): Answer =>
    answer.answer === 'list' ? { ...answer, items: answer.items.filter(isShown) } : answer;
  return {
    ...snapshot,
    answers: Object.fromEntries(Object.entries(snapshot.answers).map(([key, answer]) => [key, without(answer)])),
  };
}
