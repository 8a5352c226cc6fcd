import type { Skew } from '../kubernetes/version-skew.ts';
import type { Finding, NodeFacts } from '../lab/capabilities.ts';
import { cleanLine } from './clean.ts';
import type { CommandFlags } from './command-text.ts';
import { kubeproctorCommand } from './command-text.ts';
import type { Diagnosis, RightFound } from './diagnosis.ts';
import type { Palette } from './palette.ts';
import { timeText } from './time-text.ts';
import { whyText } from './unknown-sentence.ts';

/** What `doctor` has found, for a person. `flags`: what printed commands carry. */
export function doctorText(diagnosis: Diagnosis, palette: Palette, flags: CommandFlags): string {
  const { cluster, capabilities, nodes, rights } = diagnosis;
  const width = Math.max(...Object.keys(capabilities.found).map((name) => name.length));
  const lines = [
    cleanLine(`Cluster ${cluster.context} at ${cluster.server}, Kubernetes ${cluster.version}, uid ${cluster.uid}`),
    groupsLine(diagnosis.unansweredGroups),
    '',
    'Nodes:',
    `  ${cleanLine(capabilities.nodesEvidence)}`,
    ...nodes.map((node) => `  ${nodeText(node)}`),
    '',
    'Versions:',
    `  ${versionsText(diagnosis)}`,
    ...diagnosis.skews.map((skew) => `  ${palette.bad('✗')} ${skewText(skew)}`),
    '',
    'What it can do:',
    ...Object.entries(capabilities.found).map(
      ([name, finding]) => `  ${markOf(finding, palette)} ${name.padEnd(width)}  ${findingText(finding)}`,
    ),
    ...(capabilities.found.traffic.has === 'notMeasured'
      ? [`Measure what only traffic can tell:  ${palette.code(kubeproctorCommand(flags, 'doctor', '--measure'))}`]
      : []),
    '',
    'What you may do:',
    ...rights.map((right) => `  ${rightText(right, palette)}`),
    '',
    `kubeproctor keeps its state in ${diagnosis.stateFolder}`,
  ];
  return `${lines.join('\n')}\n`;
}

function groupsLine(unanswered: readonly string[] | undefined): string {
  if (unanswered === undefined) return 'Which kinds it serves could not be found out.';
  if (unanswered.length === 0) return 'All its API groups answer.';
  return `API groups whose server does not answer: ${unanswered.join(', ')}`;
}

/** `node1: ready, kubelet v1.36.4, containerd://2.1.1, linux/amd64, made by kind`. */
function nodeText(node: NodeFacts): string {
  const { name, isReady, isControlPlane, isSimulated, kubelet, runtime, platform, product } = node;
  const told = [
    isReady ? 'ready' : 'not ready',
    ...(isControlPlane ? ['control plane'] : []),
    ...(isSimulated ? ['simulated by KWOK'] : [`kubelet ${kubelet}`, runtime, platform]),
    ...(product === undefined ? [] : [`a node of ${product}`]),
  ];
  return cleanLine(`${name}: ${told.join(', ')}`);
}

function versionsText({ cluster, nodes, kubectl, skews }: Diagnosis): string {
  const kubelets = [...new Set(nodes.filter(({ isSimulated }) => !isSimulated).map(({ kubelet }) => kubelet))];
  const told = [
    `server ${cluster.version}`,
    ...(kubelets.length === 0 ? [] : [`${kubelets.length === 1 ? 'kubelet' : 'kubelets'} ${kubelets.join(', ')}`]),
    kubectl === undefined ? 'no kubectl on the PATH (kubeproctor kubectl is one)' : `kubectl ${kubectl}`,
  ];
  return cleanLine(`${told.join('; ')}${skews.length === 0 ? ': they go together' : ''}`);
}

/** https://kubernetes.io/releases/version-skew-policy/ */
function skewText({ who, version, server, is }: Skew): string {
  const limits = {
    newer: 'a kubelet must not be newer',
    'too old': 'a kubelet may be three minor versions older at most',
    'too far': 'kubectl may be one minor version older or newer',
  };
  return cleanLine(`${who} is ${version}, the API server ${server}: ${limits[is]}`);
}

function findingText({ evidence, measuredAt }: Finding): string {
  return cleanLine(measuredAt === undefined ? evidence : `${evidence} (measured ${timeText(measuredAt)})`);
}

const markOf = ({ has }: Finding, palette: Palette): string =>
  ({
    yes: palette.good('✓'),
    no: palette.dim('–'),
    notMeasured: palette.unsure('?'),
    unknown: palette.unsure('?'),
  })[has];

function rightText(found: RightFound, palette: Palette): string {
  switch (found.right) {
    case 'allowed':
      return `${palette.good('✓')} ${found.what}`;
    case 'missing':
      return `${palette.dim('–')} ${found.what}: no`;
    case 'unknown':
      return `${palette.unsure('?')} ${found.what}: ${whyText(found.outage)}`;
    default:
      return found satisfies never;
  }
}
