import type { Labels, Requirement } from '../label-selector.ts';
import { meetsAll } from '../label-selector.ts';

/** Values that selectors speak of, by key. */
export type SpokenOf = ReadonlyMap<string, ReadonlySet<string>>;

/** More combinations than this add nothing that a lab could ask. */
const mostCombinations = 1_024;

/** What else bears on the labels to find. */
export interface LabelHints {
  /** A value of no meaning keeps away from these. */
  readonly avoid: SpokenOf;
  /** These matter besides: each is tried, the key's absence and a value that nobody speaks of. */
  readonly further?: SpokenOf;
}

/**
 * Labels that meet a selector, as few as do: every combination of the values that it lists, a value of no meaning where
 * any would do; and what matters besides. Those with the least labels come first. Empty where no labels meet it.
 */
export function satisfyingLabels(
  requirements: readonly Requirement[],
  { avoid, further = new Map() }: LabelHints,
): readonly Labels[] {
  const keys = [...new Set([...requirements.map(({ key }) => key), ...further.keys()])];
  const choices = keys.map((key) =>
    choicesFor(key, {
      requirements: requirements.filter((requirement) => requirement.key === key),
      avoid: avoid.get(key) ?? new Set(),
      further: further.get(key),
    }),
  );
  return choices.reduce<readonly Labels[]>(
    (done, options) =>
      done.flatMap((labels) => options.map((option) => ({ ...labels, ...option }))).slice(0, mostCombinations),
    [{}],
  );
}

/** Keys and values that selectors speak of. */
export function spokenOf(selectors: readonly (readonly Requirement[])[]): SpokenOf {
  const values = new Map<string, Set<string>>();
  for (const requirement of selectors.flat()) {
    const known = values.get(requirement.key) ?? new Set();
    for (const value of requirement.values) known.add(value);
    values.set(requirement.key, known);
  }
  return values;
}

interface KeyQuestion {
  readonly requirements: readonly Requirement[];
  readonly avoid: ReadonlySet<string>;
  readonly further: ReadonlySet<string> | undefined;
}

/** Labels of one key, or none. */
function choicesFor(key: string, question: KeyQuestion): readonly Labels[] {
  const values = [...new Set([...leastValues(question), ...furtherValues(question)])];
  return values
    .map((value): Labels => (value === undefined ? {} : { [key]: value }))
    .filter((labels) => meetsAll(labels, question.requirements));
}

/** `undefined` for the absence of the key. */
function leastValues(question: KeyQuestion): readonly (string | undefined)[] {
  const [listed] = question.requirements.filter(({ operator }) => operator === 'In');
  if (listed !== undefined) return listed.values;
  return question.requirements.some(({ operator }) => operator === 'Exists') ? [freshValue(question)] : [undefined];
}

const furtherValues = (question: KeyQuestion): readonly (string | undefined)[] =>
  question.further === undefined ? [] : [undefined, ...question.further, freshValue(question)];

function freshValue({ requirements, avoid, further = new Set() }: KeyQuestion): string {
  const taken = new Set([...avoid, ...further, ...requirements.flatMap(({ values }) => values)]);
  let value = 'another';
  while (taken.has(value)) value = `${value}-x`;
  return value;
}
