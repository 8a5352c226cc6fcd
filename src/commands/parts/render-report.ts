import type { Report } from '../../grade/report.ts';
import { exitCodeOf } from '../../grade/score.ts';
import type { CommandFlags } from '../../report/command-text.ts';
import { reportJson } from '../../report/json.ts';
import { reportJunit } from '../../report/junit.ts';
import { reportMarkdown } from '../../report/markdown.ts';
import { reportText } from '../../report/text.ts';
import type { CommandContext } from './command-context.ts';

export const formats = ['text', 'json', 'junit', 'markdown'] as const;
export type Format = (typeof formats)[number];

/** The report, of the whole lab or of one task, in the format that `-o` names. */
export function renderReport(
  context: CommandContext,
  report: Report,
  { format, flags, isWhole }: { readonly format: Format; readonly flags: CommandFlags; readonly isWhole: boolean },
): string {
  switch (format) {
    case 'text': {
      const { palette, width, globals } = context;
      return reportText(report, { palette, width, flags, isVerbose: globals.isVerbose, isWhole });
    }
    case 'json':
      return reportJson(report, exitCodeOf(report), flags);
    case 'junit':
      return reportJunit(report, flags);
    case 'markdown':
      return reportMarkdown(report, flags);
    default:
      return format satisfies never;
  }
}
