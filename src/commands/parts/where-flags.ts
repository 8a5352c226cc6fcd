import { currentContextIn } from '../../embedded/kubeconfig-file.ts';
import type { Io } from '../../io.ts';
import type { CommandFlags } from '../../report/command-text.ts';

/** What printed commands carry so that they reach this context, and what to say first where kubectl would look elsewhere. */
export async function whereFlags(
  env: Io['env'],
  context: string,
  kubeconfig: string | undefined,
  isPinned: boolean,
): Promise<{ readonly flags: CommandFlags; readonly notice: string | undefined }> {
  const current = await currentContextIn(env).catch(() => null); // whoever connects says what is wrong with it
  if (kubeconfig === undefined && current === context) return { flags: {}, notice: undefined };
  const flags = { context, ...(kubeconfig === undefined ? {} : { kubeconfig }) };
  if (!isPinned) return { flags, notice: undefined };
  const elsewhere = current === null ? 'kubectl has no current context' : `kubectl's current context is ${current}`;
  return { flags, notice: `Your labs are on ${context}, while ${elsewhere}: the commands below carry --context.` };
}
