import { OutageError } from './cluster/client.ts';
import { cleanText } from './report/clean.ts';
import { outageWayOut } from './report/outage-way-out.ts';
import { outageText } from './report/unknown-sentence.ts';
import { UserError } from './user-error.ts';

/** An error as its reader sees it, and the exit code of the process. */
export function explainError(
  error: unknown,
  { isVerbose, version }: { readonly isVerbose: boolean; readonly version: string },
): { readonly text: string; readonly exitCode: number } {
  const trace = isVerbose ? `${traceOf(error)}\n` : '';
  if (error instanceof UserError) {
    const wayOut = error.wayOut === undefined ? '' : `  ${error.wayOut}\n`;
    return { text: cleanText(`${sentence(error.message)}\n${wayOut}${trace}`), exitCode: error.exitCode };
  }
  if (error instanceof OutageError) {
    const { text, command } = outageWayOut(error.outage.code, {});
    const wayOut = `  ${text}${command === undefined ? '' : ` ${command}`}\n`;
    return { text: cleanText(`${capital(outageText(error.outage))}.\n${wayOut}${trace}`), exitCode: 3 };
  }
  const message = error instanceof Error ? error.message : String(error);
  const plea = isVerbose
    ? `  Please report it, with what stands below (kubeproctor ${version}).\n`
    : '  Please report it: run the command once more with --verbose, and send what it prints.\n';
  return {
    text: cleanText(`kubeproctor itself has failed, which it should not: ${message}\n${plea}${trace}`),
    exitCode: 70,
  };
}

/** With its full stop. */
const sentence = (text: string): string => (/[\w`'")]$/.test(text) && !text.includes('\n') ? `${text}.` : text);

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by: ${traceOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
