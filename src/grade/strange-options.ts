import { chosenLetters, letterOf } from '../checks/chosen-letters.ts';
import type { Task } from '../lab/schema/lab.ts';

/** What an answer to a question with options takes that is none of them, and which there are. */
export interface StrangeOptions {
  readonly strange: readonly string[];
  readonly letters: readonly string[];
}

/** Undefined where the answer takes options alone, or the question has none. */
export function strangeOptions(task: Task, given: string): StrangeOptions | undefined {
  const texts = task.checks.flatMap((check) =>
    'answer' in check && 'choose' in check.answer ? check.answer.choose.map(({ text }) => text) : [],
  );
  const letters = texts.map((_, index) => letterOf(index));
  const strange = [...chosenLetters(texts, given)].filter((letter) => !letters.includes(letter));
  return texts.length === 0 || strange.length === 0 ? undefined : { strange, letters };
}
