import type { Json } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { canonicalKind } from '../../kubernetes/resource-kind.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Read } from '../../snapshot/read.ts';
import { evaluateCel } from '../cel-expression.ts';
import type { CheckContext, CheckKind } from '../check-kind.ts';
import { isObjectMoving, isTerminating } from '../moving.ts';
import { placeOf } from '../target.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';

/** Lists by the name under which an expression speaks of them. */
export type CelReads = CheckOf<'cel'>['cel']['reads'];

/** Anything else, as a CEL expression over lists. An error in the expression is a defect of the lab. */
export const celKind: CheckKind<'cel'> = {
  reads: ({ cel }, context) => celReads(cel.reads, context),
  judge: ({ cel }, view, context) => {
    const result = evaluateCel(cel.that, celVariables(cel.reads, view, context));
    if ('mistake' in result) return { finding: 'defect', detail: `CEL: ${result.mistake}` };
    if (typeof result.value !== 'boolean')
      return { finding: 'defect', detail: 'CEL: the expression is neither true nor false' };
    const isMoving = areReadsMoving(cel.reads, view, context);
    if (result.value) return { finding: 'holds', evidence: [{ code: 'cel', expression: cel.that }], isMoving };
    return { finding: 'fails', issues: [{ code: 'cel_false', expression: cel.that, isMoving }] };
  },
};

export const celReads = (reads: CelReads, context: CheckContext): readonly Read[] =>
  Object.values(reads).map(({ all, in: ref }) => listRead(canonicalKind(all), placeOf(all, ref, context).namespace));

/** Live objects only: one on its way out counts as gone. */
export const celVariables = (reads: CelReads, view: View, context: CheckContext): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    Object.entries(reads).map(([name, read]) => [
      name,
      objectsOf(read, view, context).filter((object) => !isTerminating(object)),
    ]),
  );

const objectsOf = ({ all, in: ref }: CelReads[string], view: View, context: CheckContext): readonly KubeObject[] =>
  view.list(canonicalKind(all), placeOf(all, ref, context).namespace);

/** What an expression looks at cannot be told; kinds that nothing but their author changes do not move. */
const movingKinds = new Set([
  ...['Pod', 'Job', 'Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet'],
  ...['PodDisruptionBudget', 'ResourceQuota', 'EndpointSlice', 'CertificateSigningRequest'],
  ...['PersistentVolumeClaim', 'PersistentVolume'],
]);

export const areReadsMoving = (reads: CelReads, view: View, context: CheckContext): boolean =>
  Object.values(reads)
    .flatMap((read) => objectsOf(read, view, context))
    .some((object) => movingKinds.has(object.kind) && isObjectMoving(object, context.nowMs));
