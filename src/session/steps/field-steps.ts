import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { mappingsAt, podSpecOf, podSpecPath } from '../../kubernetes/pod-template.ts';
import type { NamespaceRef } from '../../lab/schema/common.ts';
import type { StepOf } from '../../lab/schema/steps.ts';
import { patchSupport } from '../apply/patch-meta.ts';
import { getLive, patchLive, targetOfName, titleOf } from './ask.ts';
import type { StepContext } from './step-context.ts';
import { StepFailed } from './step-context.ts';

/** `kubectl patch --type …`. */
export async function runPatch(context: StepContext, step: StepOf<'patch'>): Promise<void> {
  const target = await targetOfName(context, step.patch, step.in);
  await patchLive(context, target, step.with, {
    ...{ type: step.type, fieldManager: 'kubectl-patch', fieldValidation: 'Strict' },
  });
}

/** `kubectl label --overwrite`; null takes a label away. */
export const runLabel = (context: StepContext, step: StepOf<'label'>): Promise<void> =>
  mergeMetadata(context, step.label, step.in, { labels: step.set }, 'kubectl-label');

/** `kubectl annotate --overwrite`; null takes an annotation away. */
export const runAnnotate = (context: StepContext, step: StepOf<'annotate'>): Promise<void> =>
  mergeMetadata(context, step.annotate, step.in, { annotations: step.set }, 'kubectl-annotate');

async function mergeMetadata(
  context: StepContext,
  objectName: string,
  namespace: NamespaceRef | undefined,
  metadata: Json,
  fieldManager: string,
): Promise<void> {
  const target = await targetOfName(context, objectName, namespace);
  await patchLive(context, target, { metadata }, { type: 'merge', fieldManager });
}

/** `kubectl scale`, through the subresource. */
export async function runScale(context: StepContext, step: StepOf<'scale'>): Promise<void> {
  const target = await targetOfName(context, step.scale, step.in);
  const patch = { spec: { replicas: step.replicas } };
  await patchLive(context, target, patch, { type: 'merge', subresource: 'scale', fieldManager: 'kubectl' });
}

/** `kubectl set image`: `images` is container → image, `*` all containers. */
export async function runSetImage(context: StepContext, step: StepOf<'setImage'>): Promise<void> {
  const target = await targetOfName(context, step.setImage, step.in);
  const live = await getLive(context, target);
  const images = Object.entries(step.images).flatMap(([container, image]) => {
    const found = containersNamed(live, container);
    if (found.length === 0)
      throw new StepFailed(`unable to find container named "${container}"`, { object: titleOf(target) });
    return found.map(({ list, name }) => ({ list, name, image }));
  });
  const lists = Object.fromEntries(
    [...new Set(images.map(({ list }) => list))].map((list) => [
      list,
      images.filter((entry) => entry.list === list).map(({ name, image }) => ({ name, image })),
    ]),
  );
  const patch = podSpecPath(live.kind)
    .split('.')
    .reduceRight<Json>((inner, key) => ({ [key]: inner }), lists);
  if (patchSupport(live.apiVersion, live.kind).support !== 'strategic')
    throw new StepFailed(`${live.kind} has no containers that kubectl could set`, { object: titleOf(target) });
  await patchLive(context, target, patch, { type: 'strategic', fieldManager: 'kubectl-set' });
}

function containersNamed(live: KubeObject, wanted: string): readonly { list: string; name: string }[] {
  const podSpec = podSpecOf(live);
  return ['initContainers', 'containers'].flatMap((list) =>
    mappingsAt(podSpec, list).flatMap(({ name }) =>
      typeof name === 'string' && (wanted === '*' || wanted === name) ? [{ list, name }] : [],
    ),
  );
}

/** `kubectl rollout pause|resume|restart`. */
export async function changeRollout(
  context: StepContext,
  live: KubeObject,
  verb: 'pause' | 'resume' | 'restart',
): Promise<Json> {
  const isPaused = valueAt(live, 'spec', 'paused') === true;
  const name = `${live.kind.toLowerCase()}/${live.metadata.name}`;
  const refuse = (message: string) => new StepFailed(message, { object: name });
  if (verb === 'restart') {
    if (isPaused) throw refuse("can't restart paused deployment (run rollout resume first)");
    if (!isJsonObject(valueAt(live, 'spec', 'template'))) throw refuse(`restarting is not supported for ${live.kind}`);
    const restartedAt = context
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
    const annotations = { 'kubectl.kubernetes.io/restartedAt': restartedAt };
    return { spec: { template: { metadata: { annotations } } } };
  }
  if (live.kind !== 'Deployment') throw refuse(`${verb} is not supported for ${live.kind}`);
  if (isPaused === (verb === 'pause')) throw refuse(verb === 'pause' ? 'is already paused' : 'is not paused');
  return { spec: { paused: verb === 'pause' ? true : null } };
}
