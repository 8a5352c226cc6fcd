import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KindHost } from './kind-host.ts';
import { nodeImage, nodeImageStore } from './node-image.ts';
import { startPrivateDocker } from './private-docker.ts';
import type { KindPrograms } from './programs.ts';
import { tracesOf } from './traces.ts';

/** A Docker of its own that knows the node image made here, with the kind of `go.mod`. */
export async function startPrivateHost(
  programs: KindPrograms,
): Promise<KindHost & { readonly end: () => Promise<void> }> {
  const docker = await startPrivateDocker(programs, await nodeImageStore(programs));
  const { folder, inside, env, end } = docker;
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'kind'), kindScript(programs.kind), { mode: 0o755 });
  await symlink(programs.kubernetes, join(bin, 'kubectl'));
  return {
    ...{ folder, inside, programs: bin, env },
    end: async () => {
      await end();
      const traces = tracesOf(folder);
      if (traces.length > 0) throw new Error(`a private Docker left ${traces.join(', ')}`);
    },
  };
}

/** kind itself, but that the node image it takes when it is told none is the one made here: there is no registry. */
const kindScript = (kind: string): string => `#!/bin/sh
case "$1 $2" in 'create cluster') set -- "$@" --image ${nodeImage} ;; esac
exec ${kind} "$@"
`;
