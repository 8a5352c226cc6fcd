import { builtProgram, plainGoArgs } from '../../go-program.ts';
import type { Wanted } from '../debian-packages.ts';
import type { Programs } from '../programs.ts';

/** What a kind cluster is made with, each a path; built into the user's cache. */
export interface KindPrograms extends Programs {
  /** https://kind.sigs.k8s.io, of the version in `go.mod`. */
  readonly kind: string;
  readonly pause: string;
  readonly runcwrap: string;
}

/** What a private Docker and its node image are made with. */
export const kindPackages: readonly Wanted[] = [
  ['docker.io', '/usr/sbin/dockerd'],
  ['mmdebstrap', '/usr/bin/mmdebstrap'],
];

export async function kindPrograms(programs: Programs): Promise<KindPrograms> {
  const [kind, pause, runcwrap] = await Promise.all([
    builtProgram({ name: 'kind', folder: import.meta.dirname, sources: [], args: plainGoArgs('sigs.k8s.io/kind') }),
    own('pause'),
    own('runcwrap'),
  ]);
  return { ...programs, kind, pause, runcwrap };
}

const own = (name: string): Promise<string> =>
  builtProgram({
    ...{ name, folder: import.meta.dirname, sources: [`${name}/main.go`] },
    args: plainGoArgs(`./${name}`),
  });
