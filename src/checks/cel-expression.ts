import { Environment } from '@marcbachmann/cel-js';
import type { Json } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import type { Labels } from '../kubernetes/label-selector.ts';
import { matchesSelector } from '../kubernetes/label-selector.ts';
import { findsMatch } from '../kubernetes/regex.ts';

/** Iterations that all comprehensions of one evaluation may take together. */
const maxSteps = 200_000;

/** What became of an expression: its value, or why it has none (a defect of the lab). */
export type CelResult = { readonly value: Json } | { readonly mistake: string };

/**
 * Evaluates a CEL expression over plain JSON; whole numbers are CEL ints. `matches` runs on RE2, and an expression that
 * iterates too long ends in a mistake: the same one on every machine, as steps are counted and not time.
 * `selects(selector, labels)` says whether a label selector matches labels.
 */
export function evaluateCel(expression: string, variables: Readonly<Record<string, Json>>): CelResult {
  try {
    const program = environment().parse(expression);
    guard(program.ast as unknown as Node, stepCounter()); // the library's own type leaves out what its tree holds
    return {
      value: toJson(
        program(Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, toCel(value)]))),
      ),
    };
  } catch (error) {
    return { mistake: firstLine(error) };
  }
}

/** The parts of the library's syntax tree that are touched: macros stand expanded in `meta.alternate`. */
interface Node {
  readonly op?: string;
  args: unknown;
  readonly meta?: { readonly alternate?: Node };
}

let shared: Environment | undefined;

function environment(): Environment {
  shared ??= new Environment({
    unlistedVariablesAreDyn: true,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 5_000, maxDepth: 100 },
  })
    .registerFunction('string.matchesRe2(string): bool', (text: string, pattern: string) => findsMatch(pattern, text))
    .registerFunction(
      'selects(dyn, dyn): bool',
      (selector: Json, labels: Json) => matchesSelector(isJsonObject(labels) ? (labels as Labels) : {}, selector), // label values are strings
    );
  return shared;
}

/** The library's `matches` cannot be replaced, so calls of it are renamed; comprehensions get a counter in their condition. */
function guard(tree: unknown, count: () => void): void {
  if (Array.isArray(tree)) {
    for (const entry of tree) guard(entry, count);
    return;
  }
  if (typeof tree !== 'object' || tree === null) return;
  const node = tree as Node; // a node, or the arguments of a comprehension, which hold nodes
  if (node.op === 'rcall' && Array.isArray(node.args) && node.args[0] === 'matches') node.args[0] = 'matchesRe2';
  if (node.op === 'comprehension') countIterations(node.args as Comprehension, count); // op tells the shape
  if (node.meta?.alternate !== undefined) guard(node.meta.alternate, count);
  else if (node.op !== undefined) guard(node.args, count);
  else for (const part of Object.values(tree)) guard(part, count);
}

interface Comprehension {
  condition?: (accumulated: unknown) => boolean;
}

function countIterations(comprehension: Comprehension, count: () => void): void {
  const { condition } = comprehension;
  comprehension.condition = (accumulated) => {
    count();
    return condition === undefined || condition(accumulated);
  };
}

function stepCounter(): () => void {
  let steps = 0;
  return () => {
    steps += 1;
    if (steps > maxSteps) throw new Error(`takes more than ${maxSteps} steps`);
  };
}

function toCel(value: Json): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (isJsonObject(value)) return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toCel(entry)]));
  return value;
}

function toJson(value: unknown): Json {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, entry]) => [String(key), toJson(entry)]));
  if (isJsonObject(value)) return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry)]));
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  throw new Error('has a value that is no JSON');
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
