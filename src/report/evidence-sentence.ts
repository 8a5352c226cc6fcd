import type { Evidence } from '../checks/issue.ts';
import { admissionEvidence } from './admission-sentence.ts';
import { objectsText, objectText, wantedOneText } from './object-text.ts';
import { reachEvidence } from './reach-sentence.ts';
import { valueText } from './value-text.ts';

/** Why a check passed, in a few words. */
export function evidenceSentence(evidence: Evidence): string {
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
      return `${objectText(evidence.selector)} selects ${objectsText(evidence.pods)}${evidence.ready === undefined ? '' : `, ${evidence.ready} ready`}`;
    case 'access':
      return `${evidence.subject} ${evidence.isAllowed ? 'may' : 'may not'} ${evidence.permission}${evidence.reason === '' ? '' : ` (${evidence.reason})`}`;
    case 'reach':
    case 'reach_only':
      return reachEvidence(evidence);
    case 'rollout':
      return `${objectText(evidence.object)} is rolled out${evidence.revision === undefined ? '' : ` at revision ${evidence.revision}`}, ${evidence.available} available`;
    case 'kept':
      return `${objectText(evidence.object)} is the one that was there at the start`;
    case 'placement':
      return `${objectText(evidence.object)} ${evidence.isAllowed ? 'may' : 'may not'} be scheduled on ${evidence.node}`;
    case 'admission':
      return admissionEvidence(evidence);
    case 'answer':
      return `your answer ${JSON.stringify(evidence.given)}`;
    case 'cel':
      return `true: ${evidence.expression}`;
    default:
      return evidence satisfies never;
  }
}

type Values = Extract<Evidence, { code: 'object' }>['values'];

function valuesText(values: Values): string {
  const most = 4;
  const rest = values.length > most ? `, and ${values.length - most} more` : '';
  return `${values
    .slice(0, most)
    .map(({ path, found }) => `${path} is ${valueText(found)}`)
    .join(', ')}${rest}`;
}
