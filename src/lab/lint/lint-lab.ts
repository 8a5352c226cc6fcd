import type { Mistake } from '../mistake.ts';
import { inOrder } from '../mistake.ts';
import { undeclaredDangers } from './danger-rules.ts';
import { foreignPods } from './foreign-pods.ts';
import { idleConfirm } from './idle-confirm.ts';
import { idleKeys } from './idle-keys.ts';
import type { LabDraft, LintRule } from './lab-draft.ts';
import { namedNodes } from './named-nodes.ts';
import { literalNamespaces } from './namespace-lint.ts';
import { negativeTasks } from './negative-tasks.ts';
import { misplacedLab, unusedFiles, unusedNames } from './place-rules.ts';
import { sharedNodes, sharedObjects, sharedPorts } from './sharing-rules.ts';
import { unhelpfulTasks, unprovenTasks } from './task-lint.ts';
import { shortLivedJobs } from './ttl-rule.ts';
import { staleExemptions, uncheckedSpans } from './unchecked-spans.ts';
import { unsaidValues } from './unsaid-values.ts';

/** One function a rule; to add one, write it and name it here. */
const rules: readonly LintRule[] = [
  misplacedLab,
  literalNamespaces,
  sharedObjects,
  sharedPorts,
  sharedNodes,
  namedNodes,
  undeclaredDangers,
  shortLivedJobs,
  foreignPods,
  idleConfirm,
  idleKeys,
  negativeTasks,
  uncheckedSpans,
  unsaidValues,
  staleExemptions,
  unprovenTasks,
  unhelpfulTasks,
  unusedNames,
  unusedFiles,
];

/** What is wrong with a lab that parses: errors, with which no lab may ship, and warnings. */
export function lintLab(draft: LabDraft): readonly Mistake[] {
  const mistakes = rules.flatMap((rule) => rule(draft));
  const files = [...new Set(mistakes.map(({ file }) => file))];
  return files.flatMap((file) => inOrder(mistakes.filter((mistake) => mistake.file === file)));
}
