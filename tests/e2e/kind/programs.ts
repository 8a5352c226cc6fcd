import { join } from 'node:path';
import { builtProgram, plainGoArgs } from '../../go-program.ts';

/** What a kind cluster is made with, each a path; built into the user's cache. */
export interface KindPrograms {
  /** https://kind.sigs.k8s.io, of the version in `go.mod`. */
  readonly kind: string;
  /** etcd, the control plane, kubelet, kube-proxy, kubectl and kubeadm in one. */
  readonly kubernetes: string;
  readonly coredns: string;
  readonly pause: string;
  readonly runcwrap: string;
}

export async function kindPrograms(): Promise<KindPrograms> {
  const [kind, pause, runcwrap] = await Promise.all([
    builtProgram({ name: 'kind', folder: import.meta.dirname, sources: [], args: plainGoArgs('sigs.k8s.io/kind') }),
    own('pause'),
    own('runcwrap'),
  ]);
  const ready = process.env.KUBEPROCTOR_E2E_PROGRAMS ?? '';
  return { kind, pause, runcwrap, kubernetes: join(ready, 'kubefull'), coredns: join(ready, 'coredns') };
}

const own = (name: string): Promise<string> =>
  builtProgram({
    ...{ name, folder: import.meta.dirname, sources: [`${name}/main.go`] },
    args: plainGoArgs(`./${name}`),
  });
