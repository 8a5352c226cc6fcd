import { targetOf } from '../../cluster/target.ts';
import { createObject, getObject, patchObject } from '../../cluster/write.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { StepOf } from '../../lab/schema/steps.ts';
import { lastAppliedAnnotation, withLastApplied } from '../apply/last-applied.ts';
import { MergeKeyMissing } from '../apply/list-diff.ts';
import type { ApplyPatch } from '../apply/three-way-apply.ts';
import { applyPatch } from '../apply/three-way-apply.ts';
import type { WriteOutcome } from '../session-context.ts';
import { accepted, refused, titleOf } from './ask.ts';
import { eachObject } from './each-object.ts';
import { whileMoving } from './moving-refusals.ts';
import type { StepContext } from './step-context.ts';
import { StepFailed } from './step-context.ts';

const asKubectl = { fieldManager: 'kubectl-client-side-apply', fieldValidation: 'Strict' } as const;

/** `kubectl apply -f FILE…`: makes what is not there, patches three-way what is. */
export async function runApply(context: StepContext, step: StepOf<'apply'>): Promise<void> {
  await eachObject(context, step.apply, async (object, file) => {
    const outcome = await whileMoving(context, `apply ${file}`, () => applyObject(context, object, file));
    context.onProgress({ event: 'objectWritten', object: refOf(object), outcome });
  });
}

/** kubectl tries a patch five times when the object changes meanwhile. */
const maxTries = 6;

export async function applyObject(context: StepContext, object: KubeObject, file?: string): Promise<WriteOutcome> {
  const details = file === undefined ? {} : { file };
  const { client, signal } = context;
  for (let tries = 1; ; tries++) {
    const live = await getObject(client, targetOf(object), { signal });
    if (live.result === 'notFound') {
      accepted(
        await createObject(client, withLastApplied(object), { ...asKubectl, signal }),
        targetOf(object),
        details,
      );
      return 'created';
    }
    const { type, patch } = patchFor(accepted(live, targetOf(object), details), object, details);
    if (Object.keys(patch).length === 0) return 'unchanged';
    const written = await patchObject(client, targetOf(object), patch, { ...asKubectl, type, signal });
    if (written.result === 'ok') return 'configured';
    if (written.result !== 'conflict' || tries === maxTries) throw refused(written, targetOf(object), details);
  }
}

function patchFor(live: KubeObject, object: KubeObject, details: { readonly file?: string }): ApplyPatch {
  try {
    return applyPatch(live, object);
  } catch (error) {
    const about = { object: titleOf(targetOf(object)), ...details };
    if (error instanceof MergeKeyMissing) throw new StepFailed(error.message, about);
    if (error instanceof SyntaxError)
      throw new StepFailed(`the annotation ${lastAppliedAnnotation} on the object is not JSON`, about);
    throw error;
  }
}
