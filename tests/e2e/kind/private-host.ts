import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { programs as parts } from '../../../src/embedded/part.ts';
import { testCache } from '../../test-cache.ts';
import { labImages } from '../node/lab-images.ts';
import { imageArchives } from '../node/test-images.ts';
import type { KindHost } from './kind-host.ts';
import { runInside } from './kind-host.ts';
import { nodeImage, nodeImageStore } from './node-image.ts';
import { startPrivateDocker } from './private-docker.ts';
import type { KindPrograms } from './programs.ts';
import { tracesOf } from './traces.ts';

/** A Docker of its own that knows the node image made here, with the kind of `go.mod`. */
export async function privateHost(programs: KindPrograms): Promise<KindHost> {
  const { folder, inside, env, end } = await startPrivateDocker(programs, await nodeImageStore(programs));
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'kind'), kindScript(programs.kind), { mode: 0o755 });
  // kwok stands among the parts of the embedded cluster, which nobody starts here
  for (const part of parts) await symlink(programs.kubernetes, join(bin, part));
  const archive = join(folder, 'lab-images.tar');
  await writeFile(archive, await labArchive(programs));
  const host: KindHost = {
    ...{ folder, inside, programs: bin, env: { ...env, KUBEBUILDER_ASSETS: bin } },
    loadImages: async (cluster) => {
      await runInside(host, `kind load image-archive ${archive} --name ${cluster}`);
    },
    end: async () => {
      await end();
      const traces = tracesOf(folder);
      if (traces.length > 0) throw new Error(`a private Docker left ${traces.join(', ')}`);
    },
  };
  return host;
}

/** kind itself, but that the node image it takes when it is told none is the one made here: there is no registry. */
const kindScript = (kind: string): string => `#!/bin/sh
case "$1 $2" in 'create cluster') set -- "$@" --image ${nodeImage} ;; esac
exec ${kind} "$@"
`;

async function labArchive({ coredns }: KindPrograms): Promise<Buffer> {
  const used = labImages(join(import.meta.dirname, '..', '..', '..'));
  const [archive] = await imageArchives({ coredns, cache: testCache(process.env) }, used);
  if (archive === undefined) throw new Error('no image was made');
  return archive;
}
