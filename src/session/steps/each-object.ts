import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { StepContext } from './step-context.ts';

/** The objects of a step's files, one after another, each in its namespace. */
export async function eachObject(
  context: StepContext,
  files: string | readonly string[],
  work: (object: KubeObject, file: string) => Promise<void>,
): Promise<void> {
  for (const file of typeof files === 'string' ? [files] : files)
    for (const object of context.objectsOf(file)) {
      context.signal.throwIfAborted();
      await work(await placed(context, object), file);
    }
}

/** Manifests of built-in kinds say their namespace; those of others may leave it to the lab's only one. */
async function placed(context: StepContext, object: KubeObject): Promise<KubeObject> {
  if (object.metadata.namespace !== undefined) return object;
  const group = object.apiVersion.includes('/') ? `.${object.apiVersion.split('/')[0]}` : '';
  const resource = await context.client.resourceOf(`${object.kind}${group}`);
  if (resource?.isNamespaced !== true) return object;
  return { ...object, metadata: { ...object.metadata, namespace: context.namespaceOf(undefined) } };
}
