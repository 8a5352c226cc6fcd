import type { Program } from './part.ts';
import type { ControlPlaneVersions } from './versions.ts';

/** Base URLs of the publishers' download sites; a mirror keeps the same layout below them. */
export interface Mirrors {
  readonly kubernetes: string;
  readonly etcd: string;
  readonly kwok: string;
  /** GitHub's API, which tells the checksums of KWOK's files: KWOK publishes no checksum file. */
  readonly github: string;
}

/** One file to fetch. */
export interface Download {
  readonly url: string;
  /** Name of the file in the folder of downloads; holds the version, so that a part left over fits. */
  readonly file: string;
  readonly checksum: Checksum;
  /** The file is the program, or an archive that holds it at `member`. */
  readonly program: Program;
  readonly member?: string;
}

/** Where the SHA-256 of a file is published. */
export type Checksum =
  /** The text is the sum alone. */
  | { readonly kind: 'file'; readonly url: string }
  /** A line `sum  name` for each file, as sha256sum prints. */
  | { readonly kind: 'list'; readonly url: string; readonly name: string }
  /** A GitHub release as its API shows it: `assets[].digest`. */
  | { readonly kind: 'github'; readonly url: string; readonly name: string };

/** The publishers' own sites; `KUBEPROCTOR_DOWNLOADS` names a mirror of all of them, or is `off`. */
export function officialMirrors(env: Readonly<Record<string, string | undefined>>): Mirrors | undefined {
  const setting = env.KUBEPROCTOR_DOWNLOADS;
  if (setting === 'off') return undefined;
  if (setting) return mirrorsUnder(setting);
  return {
    kubernetes: 'https://dl.k8s.io',
    etcd: 'https://github.com/etcd-io/etcd/releases/download',
    kwok: 'https://github.com/kubernetes-sigs/kwok/releases/download',
    github: 'https://api.github.com/repos',
  };
}

/** One base URL that holds the four layouts in folders of their names. */
export function mirrorsUnder(base: string): Mirrors {
  const root = base.replace(/\/+$/, '');
  return { kubernetes: `${root}/kubernetes`, etcd: `${root}/etcd`, kwok: `${root}/kwok`, github: `${root}/github` };
}

/**
 * The files that make a whole folder; undefined where the publishers have none for the platform: Kubernetes releases
 * its servers for Linux only.
 */
export function downloadPlan(
  versions: ControlPlaneVersions,
  mirrors: Mirrors,
  platform: string,
  architecture: string,
): readonly Download[] | undefined {
  const arch = { x64: 'amd64', arm64: 'arm64' }[architecture];
  if (platform !== 'linux' || arch === undefined) return undefined;
  return [
    ...kubernetesPrograms.map((program) => kubernetesDownload(program, versions.kubernetes, mirrors, arch)),
    etcdDownload(versions.etcd, mirrors, arch),
    kwokDownload(versions.kwok, mirrors, arch),
  ];
}

const kubernetesPrograms = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'] as const;

function kubernetesDownload(program: Program, version: string, mirrors: Mirrors, arch: string): Download {
  const url = `${mirrors.kubernetes}/${version}/bin/linux/${arch}/${program}`;
  return { url, file: `${program}-${version}-${arch}`, checksum: { kind: 'file', url: `${url}.sha256` }, program };
}

function etcdDownload(version: string, mirrors: Mirrors, arch: string): Download {
  const name = `etcd-${version}-linux-${arch}.tar.gz`;
  return {
    url: `${mirrors.etcd}/${version}/${name}`,
    file: name,
    checksum: { kind: 'list', url: `${mirrors.etcd}/${version}/SHA256SUMS`, name },
    program: 'etcd',
    member: `etcd-${version}-linux-${arch}/etcd`,
  };
}

function kwokDownload(version: string, mirrors: Mirrors, arch: string): Download {
  const name = `kwok-linux-${arch}`;
  return {
    url: `${mirrors.kwok}/${version}/${name}`,
    file: `kwok-${version}-${arch}`,
    checksum: { kind: 'github', url: `${mirrors.github}/kubernetes-sigs/kwok/releases/tags/${version}`, name },
    program: 'kwok',
  };
}
