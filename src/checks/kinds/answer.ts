import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import { isSameAnswer } from '../answer-meaning.ts';
import { evaluateCel } from '../cel-expression.ts';
import type { CheckContext, CheckKind, Finding } from '../check-kind.ts';
import { chosenLetters, letterOf } from '../chosen-letters.ts';
import type { View } from '../view.ts';
import { areReadsMoving, celReads, celVariables } from './cel.ts';

type Spec = CheckOf<'answer'>['answer'];
type Choice = Extract<Spec, { choose: unknown }>['choose'][number];

/** What the learner gives back with `kubeproctor answer`. The issue never says what would be right. */
export const answerKind: CheckKind<'answer'> = {
  reads: ({ answer }, context) => {
    const cel = celOf(answer);
    return cel === undefined ? [] : celReads(cel.reads, context);
  },
  judge: ({ answer }, view, context) => {
    const given = context.record.answers[context.task];
    if (given === undefined || given.trim() === '')
      return { finding: 'fails', issues: [{ code: 'answer_missing', task: context.task, isMoving: false }] };
    return 'choose' in answer ? judgeChoice(answer.choose, given, context) : judgeValue(answer, given, view, context);
  },
};

function celOf(answer: Spec) {
  if (!('is' in answer) || !isJsonObject(answer.is) || typeof answer.is.cel !== 'string') return undefined;
  return { cel: answer.is.cel, reads: (answer.is.reads ?? {}) as CheckOf<'cel'>['cel']['reads'] }; // the schema of `is` says so
}

function judgeValue(answer: Extract<Spec, { is: unknown }>, given: string, view: View, context: CheckContext): Finding {
  const cel = celOf(answer);
  const right =
    cel === undefined ? { value: answer.is as Json } : evaluateCel(cel.cel, celVariables(cel.reads, view, context)); // literal JSON
  if ('mistake' in right) return { finding: 'defect', detail: `CEL: ${right.mistake}` };
  const isMoving = cel !== undefined && areReadsMoving(cel.reads, view, context);
  return isSameAnswer(given, right.value, answer.as) ? passed(given, isMoving) : wrong(given, context, { isMoving });
}

function judgeChoice(options: readonly Choice[], given: string, context: CheckContext): Finding {
  const lettered = options.map((option, index) => ({ ...option, letter: letterOf(index) }));
  const texts = options.map(({ text }) => text);
  const letters = chosenLetters(texts, given);
  const isRight =
    lettered.every(({ letter, right }) => letters.has(letter) === right) &&
    letters.size === lettered.filter(({ right }) => right).length;
  if (isRight) return passed(given);
  const taken = lettered.find(({ letter, right }) => letters.has(letter) && !right);
  return wrong(given, context, taken === undefined ? {} : { because: taken.because });
}

/** What is right is computed from what may be changing at this moment. */
const passed = (given: string, isMoving = false): Finding => ({
  finding: 'holds',
  evidence: [{ code: 'answer', given }],
  isMoving,
});

const wrong = (
  given: string,
  { task }: CheckContext,
  about: { readonly because?: string; readonly isMoving?: boolean },
): Finding => ({
  finding: 'fails',
  issues: [{ code: 'answer_wrong', task, given, isMoving: false, ...about }],
});
