import { targetOf } from '../../cluster/target.ts';
import { createObject, getObject, replaceObject } from '../../cluster/write.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { StepOf } from '../../lab/schema/steps.ts';
import { accepted } from './ask.ts';
import { eachObject } from './each-object.ts';
import { whileMoving } from './moving-refusals.ts';
import type { StepContext } from './step-context.ts';

/** `kubectl create -f FILE…`. */
export async function runCreate(context: StepContext, step: StepOf<'create'>): Promise<void> {
  const options = { fieldManager: 'kubectl-create', fieldValidation: 'Strict', signal: context.signal } as const;
  await eachObject(context, step.create, async (object, file) => {
    await whileMoving(context, `create ${file}`, async () =>
      accepted(await createObject(context.client, object, options), targetOf(object), { file }),
    );
    context.onProgress({ event: 'objectWritten', object: refOf(object), outcome: 'created' });
  });
}

/** `kubectl replace -f FILE…`: over whatever version is there. */
export async function runReplace(context: StepContext, step: StepOf<'replace'>): Promise<void> {
  const options = { fieldManager: 'kubectl-replace', fieldValidation: 'Strict', signal: context.signal } as const;
  await eachObject(context, step.replace, async (object, file) => {
    for (let tries = 1; ; tries++) {
      const live = accepted(await getObject(context.client, targetOf(object)), targetOf(object), { file });
      const resourceVersion = object.metadata.resourceVersion ?? live.metadata.resourceVersion ?? '';
      const current: KubeObject = { ...object, metadata: { ...object.metadata, resourceVersion } };
      const written = await replaceObject(context.client, current, options);
      // a controller wrote in between, and the file asks for no version
      if (written.result === 'conflict' && object.metadata.resourceVersion === undefined && tries < 5) continue;
      accepted(written, targetOf(object), { file });
      break;
    }
    context.onProgress({ event: 'objectWritten', object: refOf(object), outcome: 'configured' });
  });
}
