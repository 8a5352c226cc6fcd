import { Environment } from '@marcbachmann/cel-js';
import type { Finding } from '../mistake.ts';
import { quoted } from '../mistake.ts';
import { nearestWord } from '../suggestion.ts';

/** Why an expression is no CEL, or speaks of something that is not among its variables; undefined when all is well. */
export function celMistake(
  expression: string,
  variables: readonly string[],
): Pick<Finding, 'message' | 'suggestion'> | undefined {
  try {
    const { error } = environment(variables).parse(expression).check();
    if (error?.code !== 'unknown_variable') return undefined; // types of JSON are known only once it is read
    const name = expression.slice(error.range?.start, error.range?.end);
    const message = `the CEL expression speaks of ${quoted(name)}, which \`reads\` does not name`;
    return { message, suggestion: nearestWord(name, variables) };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { message: `not a CEL expression: ${reason}${lineIn(expression, error)}` };
  }
}

/** As the evaluator has it, but without unlisted variables. */
function environment(variables: readonly string[]): Environment {
  const limits = { maxAstNodes: 5_000, maxDepth: 100 };
  const options = { enableOptionalTypes: true, homogeneousAggregateLiterals: false, limits };
  return variables.reduce(
    (environmentSoFar, name) => environmentSoFar.registerVariable(name, 'dyn'),
    new Environment({ ...options, unlistedVariablesAreDyn: false }),
  );
}

/** In a long expression, the line that the parser stumbled over. */
function lineIn(expression: string, error: unknown): string {
  const range = typeof error === 'object' && error !== null && 'range' in error ? error.range : undefined;
  const start = typeof range === 'object' && range !== null && 'start' in range ? Number(range.start) : Number.NaN;
  const lines = expression.slice(0, start).split('\n');
  if (Number.isNaN(start) || !expression.trim().includes('\n')) return '';
  return ` (in its line ${lines.length}: ${quoted(expression.split('\n')[lines.length - 1]?.trim() ?? '')})`;
}
