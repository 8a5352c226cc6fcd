import type { ProofRequest } from '../src/commands/proof/proof-cluster.ts';
import { parseLab } from '../src/lab/parse-lab.ts';
import { readLibrary } from '../src/library/find-labs.ts';
import { libraryRoots } from '../src/library/library-roots.ts';
import { readLabText, readManifests } from '../src/library/read-lab.ts';

/** Every lab that comes with kubeproctor, as proving takes it. */
export const everyLab = async (): Promise<readonly ProofRequest[]> =>
  Promise.all(
    (await readLibrary(libraryRoots([], process.cwd()))).map(async (file) => {
      const labText = await readLabText(file);
      const parsed = parseLab(labText, file.path);
      if (!('lab' in parsed)) throw new Error(`${file.path}: ${JSON.stringify(parsed.mistakes)}`);
      return { lab: parsed.lab, labText, manifests: await readManifests(file) };
    }),
  );
