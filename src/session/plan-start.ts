import type { KubeObject } from '../kubernetes/kube-object.ts';
import { refOf } from '../kubernetes/kube-object.ts';
import { filesOf } from '../lab/files-of.ts';
import type { LabInstance } from '../lab/instantiate-lab.ts';
import { instantiateLab } from '../lab/instantiate-lab.ts';
import { dangersOf } from '../lab/lint/dangers-of.ts';
import { UserError } from '../user-error.ts';
import { exclusiveTaken } from './exclusive-claims.ts';
import { inParallel } from './in-parallel.ts';
import type { CopyName } from './labels.ts';
import { copyTitle, isSameCopy } from './labels.ts';
import { listCopies } from './list-copies.ts';
import { listObjects } from './list-objects.ts';
import { isPassing, listableKinds } from './listable-kinds.ts';
import type { NamespaceState } from './namespaces.ts';
import { namespaceExists, namespaceState } from './namespaces.ts';
import { isNamed } from './own-names.ts';
import type { StoredCopy } from './record.ts';
import { loadCopy, recordName } from './record.ts';
import { mayMakeNamespaces } from './rights.ts';
import type { SessionContext } from './session-context.ts';
import type { DangerFound, StartPlan, StartRequest } from './start-plan.ts';
import { manifestObjects } from './steps/copy-step-context.ts';

/**
 * Looks at the cluster and says what starting would do; nothing is changed.
 * @throws UserError when it must not be done: `namespace_exists`, `namespace_left`, `names_taken`, `exclusive_taken`,
 *   `cannot_make_namespaces`, `record_broken`, `bad_copy_name`, `copy_name_too_long`, `manifest_mistakes`.
 * @throws OutageError
 */
export async function planStart(context: SessionContext, request: StartRequest): Promise<StartPlan> {
  const { lab, copy } = request;
  const name: CopyName = { lab: lab.name, copy };
  const instance = instantiateLab(lab, copy);
  const [first] = Object.values(instance.namespaces);
  const { copies } = await listCopies(context.client, { alsoIn: first === undefined ? [] : [first] });
  const known = copies.find((candidate) => isSameCopy(candidate, name));
  const stored = known === undefined ? undefined : await loadCopy(context.client, name, known.storedIn);
  if (stored?.record.isComplete === true) return { plan: 'underWay', stored };
  for (const other of copies.filter((candidate) => !isSameCopy(candidate, name))) {
    const shared = lab.exclusive.find((thing) => other.exclusive.includes(thing));
    if (shared !== undefined) throw exclusiveTaken(shared, recordName(other));
  }
  const found = await places(context, await namespaceStates(context, instance, name, stored), name, stored);
  await refuseTakenNames(context, instance, stored);
  return { plan: 'start', request, continues: stored, ...found, ...work(request, instance) };
}

interface FoundNamespace {
  readonly namespace: string;
  readonly isLearners: boolean;
  readonly found: NamespaceState;
}

async function namespaceStates(
  context: SessionContext,
  instance: LabInstance,
  name: CopyName,
  stored: StoredCopy | undefined,
): Promise<readonly FoundNamespace[]> {
  return inParallel(Object.entries(instance.namespaces), async ([alias, namespace]) => {
    const isLearners = instance.lab.namespaces[alias]?.by === 'learner';
    const found = await namespaceState(context, namespace, name);
    // in a start that is continued, the learner may have been quick
    if (found.state === 'foreign' && !(isLearners && stored !== undefined)) throw namespaceExists(namespace);
    return { namespace, isLearners, found };
  });
}

/** Which namespaces start makes, waits for, or finds prepared. */
async function places(
  context: SessionContext,
  states: readonly FoundNamespace[],
  name: CopyName,
  stored: StoredCopy | undefined,
) {
  const byStart = states.filter(({ isLearners }) => !isLearners);
  const own = byStart.filter(({ found }) => found.state === 'own').map(({ namespace }) => namespace);
  const namespaces = byStart.filter(({ found }) => found.state !== 'own').map(({ namespace }) => namespace);
  const waitsFor = states.filter(({ found }) => found.state === 'terminating').map(({ namespace }) => namespace);
  const mayMake = stored?.record.keepsNamespaces !== true && (await mayMakeNamespaces(context.client));
  if (mayMake && own.length > 0 && stored === undefined) throw leftOver(name, own);
  if (!mayMake && namespaces.length > 0) throw cannotMake(name, namespaces);
  return { namespaces, waitsFor, usesPrepared: !mayMake };
}

/** Nothing that is there may bear a name of this copy: stop would take it for its own. */
async function refuseTakenNames(
  context: SessionContext,
  instance: LabInstance,
  stored: StoredCopy | undefined,
): Promise<void> {
  if (Object.keys(instance.names).length === 0) return;
  const { clusterWide } = await listableKinds(context.client);
  const before = stored === undefined ? undefined : new Set(stored.record.before.map(({ uid }) => uid));
  const isTaken = ({ metadata }: KubeObject) =>
    isNamed(metadata.name, instance) && (before === undefined || before.has(metadata.uid ?? ''));
  const kinds = clusterWide.filter(({ kind }) => kind !== 'Namespace' && !isPassing({ kind }));
  const taken = await inParallel(kinds, async (kind) => {
    const listed = await listObjects(context.client, kind, { metadataOnly: true });
    return listed.listed === 'objects' ? listed.objects.filter(isTaken) : [];
  });
  const [object] = taken.flat();
  if (object === undefined) return;
  const title = `${object.kind} ${object.metadata.name}`;
  throw new UserError('names_taken', `${title} exists, and this lab would take it for its own.`, {
    wayOut: 'Start a copy under another name (--copy NAME), or remove that object if it is yours.',
    exitCode: 1,
  });
}

/** What the steps write, and what of it a stranger's lab needs leave for. */
function work({ lab, manifests }: StartRequest, instance: LabInstance) {
  const objects = filesOf(lab.start).flatMap((file) => manifestObjects(file, manifests, instance));
  const namespaces = Object.values(instance.namespaces);
  const isOutside = ({ metadata }: KubeObject) =>
    metadata.namespace === undefined ? !isNamed(metadata.name, instance) : !namespaces.includes(metadata.namespace);
  const dangers = objects.flatMap((object): readonly DangerFound[] => {
    const found = new Set(dangersOf(object).map(({ danger }) => danger));
    if (isOutside(object)) found.add('outside');
    return [...found].map((danger) => ({ danger, object: refOf(object) }));
  });
  return { objects: objects.map(refOf), dangers };
}

const leftOver = (name: CopyName, namespaces: readonly string[]): UserError =>
  new UserError(
    'namespace_left',
    `${namespaces.join(', ')} is left of a copy of ${copyTitle(name)} whose record is gone.`,
    {
      wayOut: `Remove what is left of it: kubeproctor stop ${name.lab}${name.copy === '' ? '' : ` --copy ${name.copy}`}`,
      exitCode: 1,
    },
  );

const cannotMake = (name: CopyName, namespaces: readonly string[]): UserError =>
  new UserError(
    'cannot_make_namespaces',
    `You may not make namespaces in this cluster, and ${copyTitle(name)} needs ${namespaces.join(', ')}.`,
    {
      wayOut:
        `Ask for them, labelled kubeproctor.dev/lab=${name.lab} and kubeproctor.dev/copy=${name.copy}, ` +
        'or use a cluster of your own: kubeproctor up',
      exitCode: 1,
    },
  );
