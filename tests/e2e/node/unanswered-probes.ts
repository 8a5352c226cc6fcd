import type { ProofRequest } from '../../../src/commands/proof/proof-cluster.ts';
import type { Json } from '../../../src/kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../../src/kubernetes/json.ts';
import { filesOf } from '../../../src/lab/files-of.ts';
import { leavesOf } from '../../../src/lab/leaves-of.ts';
import type { Variant } from '../../../src/lab/schema/lab.ts';
import type { Step } from '../../../src/lab/schema/steps.ts';
import { documentsOf } from './lab-images.ts';

/**
 * The workload of a wrong answer that is rolled out on simulated nodes only, where a task that is to pass asks for that: no
 * stand-in speaks TLS, and the kubelet does not resolve names of the cluster.
 */
export function neverRolledOut(
  { fails }: Extract<Variant, { readonly reject: string }>,
  steps: readonly Step[],
  { lab, manifests }: ProofRequest,
): string | undefined {
  const passing = lab.tasks.filter(({ id }) => !fails.includes(id));
  const rolledOut = passing.flatMap(({ checks }) =>
    checks
      .flatMap(leavesOf)
      .flatMap((check) => ('rollout' in check && check.rollout.complete ? [check.rollout.of] : [])),
  );
  return filesOf(steps)
    .flatMap((file) => documentsOf(manifests[file] ?? ''))
    .filter((document) => hasUnansweredProbe(document))
    .map((workload) => `${String(valueAt(workload, 'kind')).toLowerCase()}/${valueAt(workload, 'metadata', 'name')}`)
    .find((name) => rolledOut.includes(name));
}

function hasUnansweredProbe(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasUnansweredProbe);
  if (!isJsonObject(value)) return false;
  const { startupProbe, readinessProbe } = value;
  return [startupProbe, readinessProbe].some(isUnanswered) || Object.values(value).some(hasUnansweredProbe);
}

const isUnanswered = (probe: Json | undefined): boolean =>
  valueAt(probe, 'httpGet', 'scheme') === 'HTTPS' ||
  ['httpGet', 'tcpSocket'].some((way) => valueAt(probe, way, 'host') !== undefined);
