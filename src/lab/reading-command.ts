/** Programs that only read, with the arguments that would make them do more. */
const reading: Readonly<Record<string, RegExp | undefined>> = {
  ...{ cat: undefined, ls: undefined, head: undefined, stat: undefined, wc: undefined, readlink: undefined },
  ...{ realpath: undefined, grep: undefined, cut: undefined, id: undefined, whoami: undefined, printenv: undefined },
  ...{ df: undefined, du: undefined, pwd: undefined, uname: undefined, test: undefined, md5sum: undefined },
  ...{ sha256sum: undefined, nslookup: undefined, getent: undefined, true: undefined },
  tail: /^(-\w*[fF]|--follow|--retry)/, // goes on for ever
};

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'ksh', 'zsh', 'fish', 'csh', 'tcsh', 'busybox', 'env', 'xargs']);

/**
 * Why a command may not be run to look at something; undefined where it may. `onlyReads`: the author's reason why a
 * program that is not known here only reads. No shell, and nothing that runs another program, whatever the reason.
 */
export function readingMistake(run: readonly string[], onlyReads: string | undefined): string | undefined {
  const [program = '', ...args] = run;
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (shells.has(name)) return `\`${name}\` runs other programs: name the program itself, with its arguments`;
  if (onlyReads !== undefined) return undefined;
  if (!Object.hasOwn(reading, name))
    return `\`${name}\` is not known to only read; those that are: ${Object.keys(reading).join(', ')}. Of another program say under \`onlyReads\` why it does`;
  const refused = args.find((arg) => reading[name]?.test(arg) === true);
  return refused === undefined ? undefined : `\`${name} ${refused}\` does more than read`;
}
