import { capabilityReads, itemsOf } from '../cluster/capabilities.ts';
import { nodeFacts } from '../cluster/judge-capability.ts';
import { ownRight, rightsOfInterest } from '../cluster/own-rights.ts';
import { kubectlVersion } from '../embedded/kubectl-version.ts';
import { kubectlSkew, kubeletSkew } from '../kubernetes/version-skew.ts';
import type { Diagnosis, RightFound } from '../report/diagnosis.ts';
import { doctorJson } from '../report/doctor-json.ts';
import { doctorText } from '../report/doctor-text.ts';
import { readKey } from '../snapshot/read.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { stateFolderOf } from './parts/command-context.ts';
import { findOut } from './parts/find-out.ts';
import { measure } from './parts/measure.ts';
import type { OpenCluster } from './parts/open-cluster.ts';
import { openCluster } from './parts/open-cluster.ts';
import { note, print } from './parts/print.ts';

export interface DoctorArgs {
  readonly format: 'text' | 'json';
  /** Measures with Pods of this image; absent: nothing is measured. */
  readonly measureWith?: string;
}

/** What the cluster can do, what its user may, and how each is known: what decides which tasks can be graded here. */
export const doctor: CommandOf<DoctorArgs> = async (context, { format, measureWith }) => {
  const cluster = await openCluster(context);
  try {
    if (cluster.notice !== undefined) (format === 'text' ? print : note)(context, cluster.notice);
    const measurement = measureWith === undefined ? undefined : await measure(context, cluster, measureWith);
    const diagnosis = await diagnose(context, { ...cluster, ...(measurement === undefined ? {} : { measurement }) });
    print(context, format === 'json' ? doctorJson(diagnosis) : doctorText(diagnosis, context.palette, cluster.flags));
    return 0;
  } finally {
    cluster.client.close();
  }
};

async function diagnose(context: CommandContext, cluster: OpenCluster): Promise<Diagnosis> {
  const { client, identity } = cluster;
  const { uid, version } = identity;
  const [{ answers, capabilities }, unansweredGroups, rights, kubectl] = await Promise.all([
    findOut(context, cluster),
    client.discover().then(
      (found) => found.unansweredGroups,
      () => undefined,
    ),
    ownRights(cluster),
    kubectlVersion(context.io.env),
  ]);
  const nodes = nodeFacts(itemsOf(answers[readKey(capabilityReads.nodes)]));
  const kubelets = nodes.filter(({ isSimulated }) => !isSimulated);
  const skews = [
    ...kubelets.map(({ name, kubelet }) => kubeletSkew(`kubelet of ${name}`, kubelet, version)),
    kubectl === undefined ? undefined : kubectlSkew(kubectl, version),
  ];
  return {
    cluster: { context: client.context, server: client.server, uid, version },
    ...{ unansweredGroups, nodes, capabilities, rights },
    ...(kubectl === undefined ? {} : { kubectl }),
    skews: skews.filter((skew) => skew !== undefined),
    stateFolder: stateFolderOf(context),
  };
}

const ownRights = ({ client, signal }: OpenCluster): Promise<readonly RightFound[]> =>
  Promise.all(
    Object.entries(rightsOfInterest).map(async ([what, action]) => ({
      what,
      ...(await ownRight(client, action, { signal })),
    })),
  );
