import type { ObjectRef } from '../../kubernetes/kube-object.ts';
import type { CommandFlags } from '../../report/command-text.ts';
import { kubectlCommand, kubeproctorCommand } from '../../report/command-text.ts';
import { objectsText, objectText } from '../../report/object-text.ts';
import { valueText } from '../../report/value-text.ts';
import { concerns } from '../../session/concerned-kinds.ts';
import { copyTitle } from '../../session/labels.ts';
import type {
  Deletion,
  KeptField,
  LeftObject,
  NamespacePlan,
  PutBackPlan,
  PutBackResult,
  RestoredField,
} from '../../session/put-back.ts';

/** What a plan would do, line by line, for `--dry-run`. */
export function planText(plan: PutBackPlan): string {
  const verb = plan.purpose === 'reset' ? 'Resetting' : 'Stopping';
  const lines = [
    ...plan.namespaces.flatMap(namespaceLines),
    ...plan.deletions.map(({ object, why }) => `delete ${objectText(object)}: ${deletionReasons[why]}`),
    ...plan.restorations.flatMap(({ object, action, fields }) =>
      action === 'makeAgain'
        ? [`make ${objectText(object)} again, as it was before the start`]
        : fields.map((field) => `restore ${objectText(object)}: ${fieldText(field)}`),
    ),
    ...(plan.purpose === 'reset' ? ['make anew what the lab starts with'] : []),
  ];
  const doing = lines.length === 0 ? ['  nothing'] : lines.map((line) => `  ${line}`);
  const heading = `${verb} ${copyTitle(plan.copy.record)} would do this:`;
  return [heading, ...doing, ...wholeLines(plan, plan.restorations), ...leftLines(plan, {})].join('\n');
}

/** What stays, and why: after the plan of a dry run, and after it was done. A copy that is stopped knows `--also` no more. */
export function leftLines(
  { left, kept, unread, purpose, copy }: Pick<PutBackPlan, 'left' | 'kept' | 'unread' | 'purpose' | 'copy'>,
  flags: CommandFlags,
  isStopped = false,
): readonly string[] {
  const [first] = left;
  const removal = ({ object, also }: LeftObject): string =>
    isStopped
      ? kubectlCommand(flags, ...deletionWords(object))
      : kubeproctorCommand(flags, purpose, copy.record.lab, '--also', also);
  const command = first === undefined ? '' : removal(first);
  return [
    ...(left.length === 0 ? [] : ['New since the start and not of this lab, so it stays:', ...left.map(leftLine)]),
    ...(left.length === 0 ? [] : [`  To remove one of them too:  ${command}`]),
    ...(kept.length === 0 ? [] : ['Changed since the start, and left as it is now:', ...kept.map(keptLine)]),
    ...unread.map(({ kind, message }) => `Nothing is known of ${kind}: ${message}`),
  ];
}

const deletionWords = ({ kind, name, namespace }: ObjectRef): readonly string[] => [
  ...['delete', kind.toLowerCase(), name],
  ...(namespace === undefined ? [] : ['-n', namespace]),
];

/** What was done beside emptying the copy's namespaces. */
export function resultLines(plan: PutBackPlan, { deleted, restored, kept, failed }: PutBackResult): readonly string[] {
  const own = new Set(plan.namespaces.map(({ namespace }) => namespace));
  const outside = deleted.filter(({ kind, name }) => kind !== 'Namespace' || !own.has(name));
  const counted = (count: number): string => `${count} ${count === 1 ? 'object' : 'objects'}`;
  return [
    ...(outside.length === 0 ? [] : [`Outside its namespaces deleted: ${objectsText(outside, 10)}`]),
    ...(restored.length === 0 ? [] : [`${counted(restored.length)} restored: ${objectsText(restored, 10)}`]),
    ...wholeLines(
      plan,
      restored.map((object) => ({ object })),
    ),
    ...(kept.length === 0 ? [] : ['Changed meanwhile, and left as it is now:', ...kept.map(keptLine)]),
    ...(failed.length === 0 ? [] : ['The cluster refused:']),
    ...failed.map(({ object, message }) => `  ${objectText(object)}: ${message}`),
  ];
}

/** Whose changes go with it, where a kind is the lab's as a whole. */
function wholeLines({ copy }: PutBackPlan, restored: readonly { readonly object: ObjectRef }[]): readonly string[] {
  const kinds = new Set(
    restored.map(({ object }) => object.kind).filter((kind) => concerns(kind, copy.record.exclusive)),
  );
  return [...kinds]
    .sort()
    .map(
      (kind) =>
        `Every ${kind} is this lab's while it lasts: it gets back what it was at the start, whoever changed it.`,
    );
}

function namespaceLines({ namespace, action, objects, metadata }: NamespacePlan): readonly string[] {
  const changes = Object.entries({ ...metadata?.labels, ...metadata?.annotations }).map(
    ([key, value]) => `  ${key}: ${value === null ? 'removed' : valueText(value)}`,
  );
  switch (action) {
    case 'empty':
      return [
        `empty namespace ${namespace}`,
        ...objects.map((object) => `  delete ${objectText(object)}`),
        ...(changes.length === 0 ? [] : [`give namespace ${namespace} back`, ...changes]),
      ];
    case 'delete':
      return [
        `delete namespace ${namespace} with all that is in it`,
        ...objects.map((object) => `  delete ${objectText(object)}`),
      ];
    case 'makeAgain':
      return [`make namespace ${namespace} again`];
    case 'none':
      return [];
    default:
      return action satisfies never;
  }
}

const deletionReasons: { readonly [Why in Deletion['why']]: string } = {
  named: 'its name belongs to this copy',
  binding: 'all its subjects belong to this copy',
  volume: 'its claim is in a namespace of this copy',
  kind: 'its kind goes',
  also: 'asked for by --also',
};

const leftLine = ({ creator, also }: LeftObject): string =>
  `  ${also}${creator === undefined ? '' : `, made by ${creator}`}`;

const keptReasons: { readonly [Why in KeptField['why']]: string } = {
  system: 'the cluster itself wrote it',
  notConcerned: 'the lab is not about it',
  anotherCopy: 'another lab under way uses it',
  changedMeanwhile: 'it changed a moment ago',
};

const keptLine = (field: KeptField): string =>
  `  ${objectText(field.object)}: ${field.path.join('.')} was ${valueText(field.before)}, is ${valueText(field.found)} (${keptReasons[field.why]}${field.by === undefined ? '' : `: ${field.by}`})`;

const fieldText = ({ path, found, before }: RestoredField): string =>
  `${path.join('.')} from ${valueText(found)} to ${valueText(before)}`;
