import { replaceObject } from '../../cluster/write.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import type { StepOf } from '../../lab/schema/steps.ts';
import { getLive, refused } from './ask.ts';
import type { StepContext } from './step-context.ts';

/** `kubectl certificate approve`. */
export async function runApprove(context: StepContext, step: StepOf<'approve'>): Promise<void> {
  const target = { kind: 'CertificateSigningRequest', name: step.approve };
  for (let tries = 1; ; tries++) {
    const live = await getLive(context, target);
    const conditions = mappingsAt(live, 'status', 'conditions');
    if (conditions.some(({ type }) => type === 'Approved')) return;
    const condition = {
      ...{ type: 'Approved', status: 'True', reason: 'KubectlApprove' },
      message: 'This CSR was approved by kubectl certificate approve.',
    };
    const approved: KubeObject = {
      ...live,
      status: { ...(live.status as object), conditions: [...conditions, condition] },
    };
    const options = { subresource: 'approval', fieldManager: 'kubectl', signal: context.signal };
    const written = await replaceObject(context.client, approved, options);
    if (written.result === 'ok') return;
    if (written.result !== 'conflict' || tries === 5) throw refused(written, target);
  }
}
