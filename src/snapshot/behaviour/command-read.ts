/** What does this command print in a container? Commands that only read, in Pods that the lab itself brought. */
export interface CommandRead {
  readonly read: 'command';
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  /** A program and its arguments; no shell takes them apart. */
  readonly run: readonly string[];
}

/**
 * - `command`: it ran; the beginning of what it printed. `isCut`: it printed more.
 * - `notRun`: the container has no such program, or the runtime could not start it; `words` are the runtime's.
 */
export type CommandAnswer =
  | {
      readonly answer: 'command';
      readonly exitCode: number;
      readonly output: string;
      readonly errors: string;
      readonly isCut: boolean;
    }
  | { readonly answer: 'notRun'; readonly words: string };

export const commandKey = ({ namespace, pod, uid, container, run }: CommandRead): string =>
  `run ${namespace}/${pod} ${uid} ${container} ${JSON.stringify(run)}`;

export const commandTitle = ({ namespace, pod, container, run }: CommandRead): string =>
  `what ${run.join(' ')} prints in container ${container} of pod/${pod} in ${namespace}`;
