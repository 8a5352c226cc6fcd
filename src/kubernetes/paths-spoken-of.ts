/** How a container runs its command line, as far as the Pod says so. */
export interface CommandLine {
  /** Of the command and then of the arguments; a script may stand in one of them. */
  readonly words: readonly string[];
  /** Absent: the image's own, which nobody knows here. */
  readonly workingDir?: string;
  /** The variables of the container that are known. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Every path that a command line may speak of, whole: a relative one from the working directory, or from where a `cd` before
 * it leads. Scripts are cut as a shell cuts them, `$NAME` and `${NAME}` replaced. What a word is to its program nobody knows,
 * so that `echo` is a path among the others; those that are looked for are there. Of an address that wget is given there is
 * the file that it makes.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
 */
export function pathsSpokenOf({ words, workingDir, values }: CommandLine): readonly string[] {
  const variables = new Map(values);
  const paths: string[] = [];
  let directory = workingDir;
  let isAfterCd = false;
  const pieces = words.flatMap((word) => word.split(/[\s;&|<>()"'`]+/)).filter((one) => one !== '');
  const folder = wgetFolder(pieces);
  for (const piece of pieces) {
    const text = piece.replace(/\$\{?(\w+)\}?/g, (found, name: string) => variables.get(name) ?? found);
    const [, name, value = text] = /^(?:-+)?([A-Za-z_][\w-]*)=(.*)$/.exec(text) ?? [];
    if (name !== undefined) variables.set(name, value);
    const path = wholePath(value.replace(/^-[A-Za-z](?=\/)/, ''), directory);
    if (path !== undefined) paths.push(path);
    const file = folder === undefined ? undefined : wgetFile(text);
    const saved = file === undefined ? undefined : wholePath(`${folder}${file}`, directory);
    if (saved !== undefined) paths.push(saved);
    if (isAfterCd) directory = path;
    isAfterCd = text === 'cd';
  }
  return paths;
}

/** Where wget puts what it gets, with a slash or empty for where it stands; undefined where it is told a file, or does not run. */
function wgetFolder(pieces: readonly string[]): string | undefined {
  const isTold = pieces.some((piece) => /^(-[A-Za-z]*O|--output-document)/.test(piece));
  if (isTold || !pieces.some((piece) => /^(.*\/)?wget$/.test(piece))) return undefined;
  const [folder] = pieces.flatMap((piece, index) => {
    const [, folder] = /^(?:--directory-prefix=?|-[A-Za-z]*P)(.*)$/.exec(piece) ?? [];
    return folder === undefined ? [] : [folder === '' ? (pieces[index + 1] ?? '') : folder];
  });
  return folder === undefined ? '' : `${folder}/`;
}

/** `index.html` for an address that ends in a slash, or has no path. */
function wgetFile(text: string): string | undefined {
  const [, path] = /^(?:https?|ftp):\/\/[^/]+(.*)$/.exec(text) ?? [];
  return path === undefined ? undefined : path.split('/').at(-1) || 'index.html';
}

/** Without `.`, `..` and doubled slashes. Undefined: relative to nobody knows what. */
function wholePath(path: string, directory: string | undefined): string | undefined {
  if (!path.startsWith('/') && directory === undefined) return undefined;
  const steps = path.startsWith('/') ? path : `${directory}/${path}`;
  const parts: string[] = [];
  for (const part of steps.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return `/${parts.join('/')}`;
}
