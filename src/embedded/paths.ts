import { homedir } from 'node:os';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where kubeproctor keeps what belongs to the embedded cluster. All paths are absolute. */
export interface EmbeddedPaths {
  /** `${XDG_STATE_HOME}/kubeproctor`: private, mode 0700. */
  readonly state: string;
  /** Everything of the cluster; `down --delete` removes this folder whole. */
  readonly cluster: string;
  readonly pki: string;
  readonly etcdData: string;
  readonly logs: string;
  /** The record of ports and processes. */
  readonly record: string;
  /** Where fetched and built binaries are kept, a folder per key. */
  readonly binaryCache: string;
  /** Where `prove` keeps what it has shown. */
  readonly proofCache: string;
}

/** The folders of the XDG base directory specification; a relative path in a variable counts as unset, as it says. */
export function embeddedPaths(env: Environment): EmbeddedPaths {
  const home = env.HOME || homedir();
  const state = join(xdg(env.XDG_STATE_HOME) ?? join(home, '.local', 'state'), 'kubeproctor');
  const cache = join(xdg(env.XDG_CACHE_HOME) ?? join(home, '.cache'), 'kubeproctor');
  const cluster = join(state, 'cluster');
  return {
    state,
    cluster,
    pki: join(cluster, 'pki'),
    etcdData: join(cluster, 'etcd'),
    logs: join(cluster, 'logs'),
    record: join(cluster, 'cluster.json'),
    binaryCache: join(cache, 'control-plane'),
    proofCache: join(cache, 'proofs'),
  };
}

const xdg = (value: string | undefined): string | undefined => (value?.startsWith('/') ? value : undefined);
