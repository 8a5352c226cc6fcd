import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { LabInstance } from '../../lab/instantiate-lab.ts';
import { parseManifest } from '../../lab/manifest.ts';
import type { NamespaceRef } from '../../lab/schema/common.ts';
import { UserError } from '../../user-error.ts';
import type { SessionContext } from '../session-context.ts';
import type { StepContext } from './step-context.ts';
import { StepFailed } from './step-context.ts';

/** The steps' view of one copy: its names, its manifests, its record. */
export function copyStepContext(
  context: SessionContext,
  instance: LabInstance,
  manifests: Readonly<Record<string, string>>,
  answer: (task: string, text: string) => Promise<void>,
): StepContext {
  return {
    ...context,
    answer,
    namespaceOf: (ref) => namespaceOf(instance, ref),
    objectsOf: (file) => manifestObjects(file, manifests, instance),
  };
}

function namespaceOf({ namespaces }: LabInstance, ref: NamespaceRef | undefined): string {
  if (typeof ref === 'object') return ref.namespace;
  if (ref !== undefined) {
    const name = Object.hasOwn(namespaces, ref) ? namespaces[ref] : undefined;
    if (name === undefined) throw new StepFailed(`the lab declares no namespace "${ref}"`);
    return name;
  }
  const [only, ...others] = Object.values(namespaces);
  if (only === undefined || others.length > 0)
    throw new StepFailed('the lab has several namespaces, and the step says none');
  return only;
}

/** The objects of a manifest, with this copy's names in them. @throws UserError `manifest_missing`, `manifest_mistakes`. */
export function manifestObjects(
  file: string,
  manifests: Readonly<Record<string, string>>,
  instance: LabInstance,
): readonly KubeObject[] {
  const text = Object.hasOwn(manifests, file) ? manifests[file] : undefined;
  if (text === undefined) throw new UserError('manifest_missing', `The lab's manifest folder holds no ${file}.`);
  const parsed = parseManifest(text, file, { ...instance.namespaces, ...instance.names });
  if (parsed.parsed === 'objects') return parsed.objects.map(({ object }) => object);
  const [first] = parsed.mistakes;
  const where = first === undefined ? file : `${first.file}:${first.line}:${first.column}`;
  throw new UserError('manifest_mistakes', `${where} ${first?.message ?? 'is no manifest'}`, {
    wayOut: `kubeproctor lint ${instance.lab.name}`,
  });
}
