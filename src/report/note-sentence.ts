import type { PoliciesNotEnforced, ReportNote } from '../grade/report.ts';
import type { ClusterProduct } from '../kubernetes/cluster-product.ts';
import type { CommandFlags } from './command-text.ts';
import { kubeproctorCommand } from './command-text.ts';
import { objectText } from './object-text.ts';
import { timeText } from './time-text.ts';
import { connectionText, trafficNote } from './traffic-note.ts';

/** What a reader should know beside the verdicts, and what to do about it: sentences, the last with a command. */
export function noteSentences(note: ReportNote, { copy: _, ...flags }: CommandFlags): readonly string[] {
  if (note.note !== 'policies_not_enforced') return trafficNote(note, flags);
  const again = kubeproctorCommand(flags, 'doctor', '--measure');
  return [
    `This cluster does not enforce NetworkPolicies: a connection that a policy forbids went through (${evidenceText(note)}). They are judged by their rules all the same; if you try one that yours forbid, it is the cluster that lets it through.`,
    adviceFor(note.product),
    note.tried === undefined
      ? `Once that is changed, measure again: ${again}`
      : `Once that is changed, check again. To measure it: ${again}`,
  ];
}

function evidenceText({ measuredAt, tried }: PoliciesNotEnforced): string {
  const [first] = tried?.connections ?? [];
  if (tried === undefined || first === undefined) return `measured ${timeText(measuredAt)}`;
  return `tried ${timeText(measuredAt)} from ${objectText(tried.from)} to ${connectionText(first)}`;
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
