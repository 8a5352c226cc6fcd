import type { Issue } from '../checks/issue.ts';
import type { CommandFlags } from './command-text.ts';
import { kubeproctorCommand } from './command-text.ts';
import { lookCommand } from './look-command.ts';
import type { Told } from './sentence.ts';
import { issueSentence } from './sentence.ts';
import { lookAtTrouble } from './trouble-look.ts';
import { troubleSentence } from './trouble-sentence.ts';

/** One line of what is said of an issue; `says` is the lab author's own sentence, `look` and `answer` commands. */
export interface ExplainedLine {
  readonly label: 'says' | 'wanted' | 'found' | 'nearest' | 'because' | 'look' | 'answer' | 'note' | 'way';
  readonly text: string;
  /** 0, and one more inside each of several ways. */
  readonly depth: number;
}

/** What was wanted, what was found and where, the nearest miss, what it is owed to, a command to look with: in the order of reading. */
export function explainIssue(issue: Issue, flags: CommandFlags, depth = 0): readonly ExplainedLine[] {
  const told = issueSentence(issue);
  const [trouble] = issue.troubles ?? [];
  const line = (label: ExplainedLine['label'], text: string | undefined): readonly ExplainedLine[] =>
    text === undefined ? [] : [{ label, text, depth }];
  return [
    ...(issue.says === undefined ? line('wanted', told.wanted) : line('says', issue.says)),
    ...(issue.says !== undefined && saysAll.has(issue.code)
      ? []
      : line('found', issue.says === undefined ? told.found : placed(told))),
    ...line('nearest', told.nearest),
    ...(issue.code === 'none_holds' ? waysLines(issue.ways, flags, depth) : []),
    ...(issue.troubles ?? []).flatMap((trouble) => line('because', troubleSentence(trouble))),
    ...line('look', trouble === undefined ? lookCommand(issue, flags) : lookAtTrouble(trouble, flags)),
    ...('task' in issue ? line('answer', kubeproctorCommand(flags, 'answer', issue.task, 'VALUE')) : []),
    ...(issue.isMoving ? line('note', 'this is still changing by itself: check again in a moment') : []),
  ];
}

const placed = ({ where, found }: Told): string => (where === undefined ? found : `${where}: ${found}`);

/** Issues of which the author's sentence says everything that the made one could. */
const saysAll: ReadonlySet<Issue['code']> = new Set(['cel_false', 'none_holds', 'holds_all_the_same']);

function waysLines(ways: readonly (readonly Issue[])[], flags: CommandFlags, depth: number): readonly ExplainedLine[] {
  return ways.flatMap((issues, index) => [
    { label: 'way' as const, text: `way ${index + 1}`, depth },
    ...issues.flatMap((issue) => explainIssue(issue, flags, depth + 1)),
  ]);
}
