import type { LabProof, ProvenRun, ToldFailures } from '../src/prove/lab-proof.ts';

const opening = `# What a learner is told

Made by \`npm run docs\` from what proving the labs showed. For each wrong variant of a lab: what somebody did, and why that is wrong; then all that
\`kubeproctor check\` says of the tasks that failed, as it stands in a terminal of 100 columns. Whoever adds a wrong variant reads here what its learner reads: does it say what to do next?

An \`x\` stands for what differs from run to run, as the random end of a Pod's name.`;

/** All messages that the wrong variants of these labs bring about, by lab and variant. */
export function messagesPage(proofs: readonly Pick<LabProof, 'lab' | 'runs'>[]): string {
  const labs = proofs.map(({ lab, runs }) => [`## ${lab}`, ...runs.flatMap(variantText)].join('\n\n'));
  return `${[opening, ...labs].join('\n\n')}\n`;
}

const variantText = ({ title, isBlind, told }: ProvenRun): readonly string[] =>
  told === undefined
    ? []
    : [`### ${title.replace(/^reject (reject\/|blind\/)?/, '')}${isBlind ? ' (blind set)' : ''}`, body(told)];

const body = ({ because, tasks }: ToldFailures): string =>
  [`${because.trim().replaceAll(/\s+/g, ' ')}`, ['```text', ...tasks.flat(), '```'].join('\n')].join('\n\n');
