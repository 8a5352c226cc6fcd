import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import { builtInKind } from '../../kubernetes/resource-kind.ts';
import type { ManifestObject } from '../manifest.ts';
import type { Finding } from '../mistake.ts';
import { quoted } from '../mistake.ts';
import type { Lab } from '../schema/lab.ts';
import type { Step } from '../schema/steps.ts';
import { leavesOf } from './json-leaves.ts';
import type { LabDraft, LintRule } from './lab-draft.ts';
import { hasPlaceholder, storedObjects } from './lab-draft.ts';
import { stepsOfLab } from './steps-of-lab.ts';

type Exclusive = Lab['exclusive'][number];

/** A cluster-wide object has a name of its own in each copy, or only one copy runs at a time. */
export const sharedObjects: LintRule = (draft) =>
  storedObjects(draft).flatMap(({ written, object, mistakeAt }) => {
    if (!isClusterWide(object)) return [];
    const covers = coveredBy(object.kind);
    const isCovered = covers !== undefined && draft.lab.exclusive.includes(covers);
    const name = String(valueAt(written, 'metadata', 'name'));
    const declared = object.kind === 'Namespace' ? Object.keys(draft.lab.namespaces) : draft.lab.names;
    if (isCovered || hasPlaceholder(name, declared)) return [];
    return [mistakeAt(sharedObject(object.kind, name, covers))];
  });

/** Ports of nodes can be had once in a cluster. */
export const sharedPorts: LintRule = (draft) =>
  storedObjects(draft).flatMap(({ written, mistakeAt }) =>
    leavesOf(written).flatMap(({ path, value }) => {
      const key = path.at(-1);
      if ((key !== 'nodePort' && key !== 'hostPort') || value === 0 || value === null) return [];
      if (draft.lab.exclusive.includes('node-ports')) return [];
      const message = `${quoted(key)} can be taken once in a cluster: leave it out, or declare \`exclusive: [node-ports]\``;
      return [mistakeAt({ rule: 'shared-port', path, message })];
    }),
  );

/** What a step writes to a node is seen by every copy, unless its key is the copy's own. */
export const sharedNodes: LintRule = (draft) =>
  draft.lab.exclusive.includes('nodes')
    ? []
    : stepsOfLab(draft.lab).flatMap(({ step, path }) => {
        const key = sharedNodeWrite(step, draft);
        if (key === undefined) return [];
        const message = `${quoted(key)} writes to a node that all copies share: declare \`exclusive: [nodes]\`, or a key under \`names\``;
        return [draft.mistakeAt({ rule: 'shared-node', path, message })];
      });

function sharedObject(kind: string, name: string, covers: Exclusive | undefined): Finding {
  const owner = kind === 'Namespace' ? 'namespaces' : 'names';
  const or = covers === undefined ? '' : `, or \`exclusive: [${covers}]\``;
  const message = `the ${kind} ${quoted(name)} is the same for all copies: declare it under \`${owner}\` and write \`\${…}\`${or}`;
  return { rule: 'shared-object', path: ['metadata', 'name'], message };
}

export function isClusterWide(object: ManifestObject['object']): boolean {
  const [group = ''] = object.apiVersion.includes('/') ? object.apiVersion.split('/') : [''];
  const kind = builtInKind(object.kind);
  if (kind?.kind === object.kind && kind.group === group) return !kind.isNamespaced;
  return object.metadata.namespace === undefined;
}

function coveredBy(kind: string): Exclusive | undefined {
  if (kind === 'Node') return 'nodes';
  if (/^(Validating|Mutating)(Admission|Webhook)/.test(kind)) return 'admission';
  return kind === 'StorageClass' || kind === 'IngressClass' ? 'default-class' : undefined;
}

function sharedNodeWrite(step: Step, { lab }: LabDraft): string | undefined {
  if ('taint' in step) return step.taints.every(({ key }) => hasPlaceholder(key, lab.names)) ? undefined : 'taint';
  if ('cordon' in step) return 'cordon';
  if ('drain' in step) return 'drain';
  if ('label' in step) return writesNode(step.label, step.set, lab) ? 'label' : undefined;
  if ('annotate' in step) return writesNode(step.annotate, step.set, lab) ? 'annotate' : undefined;
  return 'patch' in step && isNode(step.patch) ? 'patch' : undefined;
}

const writesNode = (object: string, set: Json, { names }: Lab): boolean =>
  isNode(object) && isJsonObject(set) && !Object.keys(set).every((key) => hasPlaceholder(key, names));

const isNode = (object: string): boolean => builtInKind(object.split('/')[0] ?? '')?.kind === 'Node';
