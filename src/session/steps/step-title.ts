import type { Step, StepName } from '../../lab/schema/steps.ts';
import { stepSchemas } from '../../lab/schema/steps.ts';

/** The one key of a step that says what it does. */
export function stepNameOf(step: Step): StepName {
  const name = stepNames.find((candidate) => Object.hasOwn(step, candidate));
  if (name === undefined) throw new Error(`no step: ${Object.keys(step).join(', ')}`);
  return name;
}

const stepNames = Object.keys(stepSchemas) as readonly StepName[]; // the table's own keys

/** `apply start.yaml`, `scale deployment/web`, `rollout undo deployment/web`: for progress and failures. */
export function stepTitle(step: Step): string {
  const doing = 'rollout' in step ? `rollout ${step.rollout}` : stepNameOf(step);
  return `${doing} ${objectOfStep(step)}`;
}

/** What a step is done to: `deployment/web`, a node, a task, or files. */
export function objectOfStep(step: Step): string {
  if ('rollout' in step) return step.of;
  const object: unknown = (step as Readonly<Record<string, unknown>>)[stepNameOf(step)]; // each step has its name as a key
  return Array.isArray(object) ? object.join(', ') : String(object);
}
