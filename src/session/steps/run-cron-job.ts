import { createObject } from '../../cluster/write.ts';
import type { JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { StepOf } from '../../lab/schema/steps.ts';
import { accepted, getLive, targetOfName } from './ask.ts';
import type { StepContext } from './step-context.ts';

/** `kubectl create job NAME --from=cronjob/NAME`: a run by hand, owned by the CronJob as those by the clock are. */
export async function runCronJob(context: StepContext, step: StepOf<'run'>): Promise<void> {
  const cronJob = await getLive(context, await targetOfName(context, step.run, step.in));
  const { name, namespace, uid } = cronJob.metadata;
  const template = mapping(valueAt(cronJob, 'spec', 'jobTemplate'));
  const { labels, annotations } = mapping(template.metadata);
  const job = {
    ...{ apiVersion: 'batch/v1', kind: 'Job' },
    metadata: {
      ...{ name: step.job, namespace, ...(labels === undefined ? {} : { labels }) },
      annotations: { ...mapping(annotations), 'cronjob.kubernetes.io/instantiate': 'manual' },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true }],
    },
    spec: template.spec,
  } as KubeObject; // of the parts of an object that the server gave
  const options = { fieldManager: 'kubectl-create', fieldValidation: 'Strict', signal: context.signal } as const;
  accepted(await createObject(context.client, job, options), {
    kind: 'Job',
    name: step.job,
    namespace: namespace ?? '',
  });
  context.onProgress({ event: 'objectWritten', object: refOf(job), outcome: 'created' });
}

const mapping = (value: unknown): JsonObject => (isJsonObject(value as never) ? (value as JsonObject) : {}); // isJsonObject has just said so
