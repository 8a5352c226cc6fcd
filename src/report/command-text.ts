/** What every printed command carries, where kubectl by itself would look at another cluster. */
export interface CommandFlags {
  readonly context?: string;
  readonly kubeconfig?: string;
  /** Of kubeproctor's own commands about one copy of a lab. */
  readonly copy?: string;
}

/** Flags for commands about the copy of a report. */
export const flagsAbout = ({ copy }: { readonly copy: string }, flags: CommandFlags): CommandFlags =>
  copy === '' ? flags : { ...flags, copy };

/** A command line from its words, each quoted for a POSIX shell where it must be. */
export const commandText = (words: readonly string[]): string => words.map(shellWord).join(' ');

export const kubectlCommand = (flags: CommandFlags, ...words: readonly string[]): string =>
  commandText(['kubectl', ...flagWords(flags), ...words]);

/** Helm calls the context otherwise than kubectl does. */
export const helmCommand = ({ kubeconfig, context }: CommandFlags, ...words: readonly string[]): string =>
  commandText([
    'helm',
    ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
    ...(context === undefined ? [] : ['--kube-context', context]),
    ...words,
  ]);

/** A command of ours; about the copy of `flags`, where there is one. */
export const kubeproctorCommand = (flags: CommandFlags, ...words: readonly string[]): string =>
  commandText(['kubeproctor', ...flagWords(flags), ...words, ...(flags.copy ? ['--copy', flags.copy] : [])]);

/** Commands that somebody else wrote, as a lab's solution: `kubectl get …` → `kubectl --context kind-x get …`. */
export function withFlags(commands: string, flags: CommandFlags): string {
  const words = flagWords(flags);
  if (words.length === 0) return commands;
  return commands.replace(/(^|[\n|;&(]\s*)(kubectl|kubeproctor)(?=\s)/g, (call) => `${call} ${commandText(words)}`);
}

const flagWords = (flags: CommandFlags): readonly string[] => [
  ...(flags.kubeconfig === undefined ? [] : ['--kubeconfig', flags.kubeconfig]),
  ...(flags.context === undefined ? [] : ['--context', flags.context]),
];

const shellWord = (word: string): string =>
  /^[\w.,:/=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
