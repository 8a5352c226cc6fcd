import type { ReportNote } from '../grade/report.ts';
import type { ClusterProduct } from '../kubernetes/cluster-product.ts';
import type { CommandFlags } from './command-text.ts';
import { kubeproctorCommand } from './command-text.ts';
import { timeText } from './time-text.ts';

/** What a reader should know beside the verdicts, and what to do about it: sentences, the last with a command. */
export function noteSentences(
  { measuredAt, product }: ReportNote,
  { copy: _, ...flags }: CommandFlags,
): readonly string[] {
  return [
    `This cluster does not enforce NetworkPolicies: a connection that a policy forbids went through (measured ${timeText(measuredAt)}). They are judged by their rules all the same; if you try one that yours forbid, it is the cluster that lets it through.`,
    adviceFor(product),
    `Once that is changed, measure again: ${kubeproctorCommand(flags, 'doctor', '--measure')}`,
  ];
}

/**
 * Who enforces policies. kind since 0.24: https://github.com/kubernetes-sigs/kind/releases/tag/v0.24.0 ; minikube:
 * https://minikube.sigs.k8s.io/docs/handbook/network_policy/ ; K3s: https://docs.k3s.io/networking/networking-services
 */
function adviceFor(product: ClusterProduct | undefined): string {
  switch (product) {
    case 'kind':
      return 'A cluster made with kind 0.24 or newer enforces them out of the box, where the kernel can (that of WSL 2 may not); where it cannot, kind takes Calico instead of its own network.';
    case 'minikube':
      return 'minikube enforces them with Calico, from the making of a cluster on: minikube start -p NAME --cni=calico';
    case 'k3d':
    case 'k3s':
      return 'K3s enforces them by itself, unless it was started with --disable-network-policy or its kernel lacks what that needs.';
    case 'docker-desktop':
      return 'The Kubernetes of Docker Desktop may not enforce them; clusters made with kind 0.24 or newer, or with minikube start --cni=calico, do.';
    case undefined:
      return 'That is the work of a network plug-in, as Calico or Cilium; clusters made with kind 0.24 or newer, or with minikube start --cni=calico, enforce them.';
    default:
      return product satisfies never;
  }
}
