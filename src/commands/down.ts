import { down as downEmbedded } from '../embedded/down.ts';
import { contextName } from '../embedded/kubeconfig-merge.ts';
import { forgetPinned, readPinned } from '../session/pinned.ts';
import type { CommandOf } from './parts/command-context.ts';
import { stateFolderOf } from './parts/command-context.ts';
import { embeddedWords } from './parts/embedded-words.ts';
import { print } from './parts/print.ts';
import { withProgress } from './parts/progress-line.ts';

export interface DownArgs {
  readonly isDeleting: boolean;
}

/** Ends the embedded cluster; with `--delete` its data go too, and labs on it are forgotten. */
export const down: CommandOf<DownArgs> = async (context, { isDeleting }) => {
  const { env, signal } = context.io;
  const result = await withProgress(context, 'Taking down the embedded cluster', (line) =>
    downEmbedded({
      env,
      deleteData: isDeleting,
      signal,
      onProgress: (event) => line.tell(embeddedWords(event).text),
    }),
  );
  const folder = stateFolderOf(context);
  if (isDeleting && (await readPinned(folder))?.context === contextName) await forgetPinned(folder);
  const ended = result.stopped.length === 0 ? 'The embedded cluster was not running.' : 'The embedded cluster is down.';
  const data = result.deleted ? 'Its data are deleted.' : 'Its data are kept: kubeproctor up brings it back.';
  print(context, `${ended} ${data}`);
  return 0;
};
