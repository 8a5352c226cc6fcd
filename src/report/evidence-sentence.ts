import { isBehaviourEvidence } from '../checks/behaviour/told.ts';
import type { Evidence } from '../checks/issue.ts';
import { accessEvidence } from './access-sentence.ts';
import { admissionEvidence } from './admission-sentence.ts';
import { behaviourEvidence } from './behaviour-sentence.ts';
import { certificateEvidence } from './certificate-sentence.ts';
import { givenText } from './given-text.ts';
import { objectsText, objectText, wantedOneText } from './object-text.ts';
import { reachEvidence } from './reach-sentence.ts';
import { releaseEvidence } from './release-sentence.ts';
import { shownPath } from './shown-path.ts';
import { stayText } from './stay-text.ts';
import { valueText } from './value-text.ts';
import { fewText } from './word-list.ts';

/** Why a task passed; what several checks have seen alike is said once. */
export const evidenceSentences = (evidence: readonly Evidence[]): readonly string[] => [
  ...new Set(evidence.map(evidenceSentence)),
];

/** Why a check passed, in a few words. */
function evidenceSentence(evidence: Evidence): string {
  if (isBehaviourEvidence(evidence)) return behaviourEvidence(evidence);
  switch (evidence.code) {
    case 'object':
      return `${objectText(evidence.object)}${evidence.values.length === 0 ? ' is there' : `: ${valuesText(evidence.values)}`}`;
    case 'absent':
      return `there is no ${wantedOneText(evidence.wanted)}`;
    case 'count':
      return evidence.found.length === 0
        ? `there is no ${wantedOneText(evidence.wanted)}`
        : `${evidence.found.length} found: ${objectsText(evidence.found)}`;
    case 'selects':
      return selectsText(evidence);
    case 'access':
    case 'access_only':
      return accessEvidence(evidence);
    case 'reach':
    case 'reach_only':
    case 'reach_confirmed':
      return reachEvidence(evidence);
    case 'certificate':
      return certificateEvidence(evidence);
    case 'release':
    case 'release_absent':
      return releaseEvidence(evidence);
    case 'rollout':
      return `${objectText(evidence.object)}${rolloutText(evidence)}`;
    case 'kept':
      return `${objectText(evidence.object)} is the one that was there at the start${evidence.unchanged.length === 0 ? '' : `, ${evidence.unchanged.join(', ')} unchanged`}`;
    case 'placement':
      return `${objectText(evidence.object)} ${evidence.isAllowed ? 'may' : 'may not'} be scheduled on ${evidence.node}`;
    case 'placement_order':
      return `${objectText(evidence.object)} prefers ${evidence.better} to ${evidence.worse}`;
    case 'placement_stay':
      return `${objectText(evidence.object)} ${stayText(evidence.found, evidence.node)}`;
    case 'admission':
      return admissionEvidence(evidence);
    case 'answer':
      return `your answer ${givenText(evidence.given)}`;
    case 'cel':
      return `true: ${evidence.expression}`;
    default:
      return evidence satisfies never;
  }
}

type Of<Code extends Evidence['code']> = Extract<Evidence, { code: Code }>;
type Values = Of<'object'>['values'];

function selectsText({ selector, pods, only, ready, ports, shares }: Of<'selects'>): string {
  return [
    `${objectText(selector)} selects ${pods.length === 0 ? 'no pods at present' : objectsText(pods)}${only ? ' and no others' : ''}`,
    ...(ready === undefined ? [] : [`${ready} ready`]),
    ...(ports.length === 0 ? [] : [`port ${ports.join('; ')}`]),
    ...shares.map((share) => `${Math.round(share.percent * 10) / 10} % have ${share.pods}`),
  ].join(', ');
}

function rolloutText({ available, revision, cameFrom, isUpdated, values }: Of<'rollout'>): string {
  const told = [
    ...(available === undefined ? [] : [`is rolled out, ${available} available`]),
    ...(revision === undefined
      ? []
      : [`is at revision ${revision}${cameFrom === undefined ? '' : `, which was revision ${cameFrom} before`}`]),
    ...(isUpdated ? ['is the same object with a new template'] : []),
  ];
  const found = values.length === 0 ? '' : `: ${valuesText(values)}`;
  return `${told.length === 0 ? '' : ` ${told.join('; ')}`}${found}`;
}

const valuesText = (values: Values): string => fewText(values.map(foundText), 4);

/** Conditions and variables in words; a variable by itself, without the word that says what is given of it. */
function foundText({ path, found }: Values[number]): string {
  const condition = /\bconditions\[(\w+)\]$/.exec(path)?.[1];
  if (condition !== undefined) return `the condition ${condition} is ${String(found)}`;
  const [, variable, what] = /^(.*\.env\.\w+)\.(value|field)$/.exec(path) ?? [];
  if (variable === undefined) return `${shownPath(path)} is ${valueText(found)}`;
  return `${variable} ${what === 'field' ? 'comes from the field' : 'is'} ${valueText(found)}`;
}
