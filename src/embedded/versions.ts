import { UserError } from '../user-error.ts';

/** Versions with their leading `v`, as releases and go.mod write them. */
export interface ControlPlaneVersions {
  readonly kubernetes: string;
  readonly etcd: string;
  readonly kwok: string;
}

const modules = {
  kubernetes: 'k8s.io/kubernetes',
  etcd: 'go.etcd.io/etcd/server/v3',
  kwok: 'sigs.k8s.io/kwok',
} as const;

/** The versions that control-plane/go.mod pins: the one place where they are written down. */
export function controlPlaneVersions(goMod: string): ControlPlaneVersions {
  const versionOf = (module: string): string => {
    const line = goMod.split('\n').find((each) => each.trim().split(' ')[0] === module);
    const version = line?.trim().split(' ')[1];
    if (version === undefined)
      throw new UserError('control_plane_incomplete', `control-plane/go.mod does not require ${module}.`, {
        wayOut: 'Install kubeproctor again.',
      });
    return version;
  };
  return {
    kubernetes: versionOf(modules.kubernetes),
    etcd: versionOf(modules.etcd),
    kwok: versionOf(modules.kwok),
  };
}
