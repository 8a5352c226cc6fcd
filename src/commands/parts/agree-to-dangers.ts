import { dangers } from '../../lab/danger.ts';
import type { Lab } from '../../lab/schema/lab.ts';
import { objectText } from '../../report/object-text.ts';
import type { StartPlan } from '../../session/start-plan.ts';
import { UserError } from '../../user-error.ts';
import type { CommandContext } from './command-context.ts';
import { confirm } from './confirm.ts';

/**
 * Shows what a lab that did not come with kubeproctor will make, and asks before anything that reaches beyond its own
 * namespaces.
 * @throws UserError `start_refused`.
 */
export async function agreeToDangers(
  context: CommandContext,
  lab: Lab,
  plan: Extract<StartPlan, { plan: 'start' }>,
): Promise<void> {
  if (plan.dangers.length === 0) return;
  const made = plan.objects.map((object) => `  ${objectText(object)}`);
  const reasons = plan.dangers.map(({ danger, object }) => `  ${objectText(object)} ${dangers[danger]}`);
  const list = [`The lab ${lab.name} makes:`, ...made, 'Of this,', ...reasons].join('\n');
  if (await confirm(context, `${list}\nLet it?`)) return;
  throw new UserError('start_refused', `${list}\nNothing was made.`, {
    wayOut: 'If you trust whoever wrote the lab, add --yes.',
    exitCode: 2,
  });
}
