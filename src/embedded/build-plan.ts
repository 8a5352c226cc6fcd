import { createHash } from 'node:crypto';
import type { ControlPlaneVersions } from './versions.ts';

/** One `go build` to run in the control-plane folder. */
export interface GoBuild {
  /** Name of the binary it makes. */
  readonly output: 'kubebox' | 'kwok';
  readonly args: readonly string[];
}

/** The builds that make a folder of binaries; the second is quick once the first has filled Go's caches. */
export function goBuilds(versions: ControlPlaneVersions): readonly GoBuild[] {
  return [
    { output: 'kubebox', args: stampedGoArgs('.', versions) },
    { output: 'kwok', args: goArgs('sigs.k8s.io/kwok/cmd/kwok', []) },
  ];
}

/** Names the folder in the cache: another source, version, flag or platform is another folder. */
export function binariesKey(
  sources: readonly { readonly name: string; readonly text: string }[],
  versions: ControlPlaneVersions,
  platform: string,
): string {
  const hash = createHash('sha256');
  for (const part of [
    platform,
    JSON.stringify(goBuilds(versions)),
    ...sources.flatMap((file) => [file.name, file.text]),
  ])
    hash.update(`${part.length}:${part}`);
  return `${versions.kubernetes}-${platform}-${hash.digest('hex').slice(0, 12)}`;
}

/** How a program is built that says of itself which Kubernetes it is. */
export const stampedGoArgs = (target: string, { kubernetes }: ControlPlaneVersions): readonly string[] =>
  goArgs(target, versionStamps(kubernetes));

const goArgs = (target: string, stamps: readonly string[]): readonly string[] => [
  'build',
  '-v', // a line for each package compiled: the only progress that go reports
  '-mod=readonly',
  '-trimpath',
  '-buildvcs=false',
  '-tags=selinux,notest,grpcnotrace',
  `-ldflags=${['-s -w', ...stamps].join(' ')}`,
  target,
];

/** Without these /version is empty, and clients' version checks fail. */
function versionStamps(kubernetes: string): readonly string[] {
  const [major, minor] = kubernetes.slice(1).split('.');
  const stamps = {
    gitVersion: kubernetes,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: '0'.repeat(40),
    buildDate: '2026-01-01T00:00:00Z', // fixed, so that the same sources make the same binary
  };
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((pkg) =>
    Object.entries(stamps).map(([name, value]) => `-X ${pkg}.${name}=${value}`),
  );
}
