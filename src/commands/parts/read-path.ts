import { parseLabHead } from '../../lab/parse-lab-head.ts';
import { orderLabs } from '../../lab/path/order-labs.ts';
import { parsePath } from '../../lab/path/parse-path.ts';
import type { LabOnPath } from '../../lab/path/standing.ts';
import type { LearnersPath } from '../../lab/schema/path.ts';
import { readLibrary } from '../../library/find-labs.ts';
import type { LibraryRoot } from '../../library/library-roots.ts';
import { readLabText } from '../../library/read-lab.ts';
import { pathFile, readPathText } from '../../library/read-path.ts';

/** All labs in the order in which they are best done, folder by folder; one with a broken head is left out, `lint` says why. */
export async function readPath(roots: readonly LibraryRoot[]): Promise<readonly LabOnPath[]> {
  return (await Promise.all(roots.map(pathOf))).flat();
}

async function pathOf(root: LibraryRoot): Promise<readonly LabOnPath[]> {
  const [path, files] = await Promise.all([orderOf(root), readLibrary([root])]);
  const labs = await Promise.all(
    files.map(async (file): Promise<readonly LabOnPath[]> => {
      const head = parseLabHead(await readLabText(file));
      return head === undefined ? [] : [{ ...head, library: root.path, isBuiltIn: root.isBuiltIn, file: file.path }];
    }),
  );
  return orderLabs(labs.flat(), path);
}

/** Undefined also where the path has mistakes: labs can be done in any order. */
async function orderOf({ path: root }: LibraryRoot): Promise<LearnersPath | undefined> {
  const text = await readPathText(root);
  const parsed = text === undefined ? undefined : parsePath(text, pathFile);
  return parsed?.parsed === 'path' ? parsed.path : undefined;
}
