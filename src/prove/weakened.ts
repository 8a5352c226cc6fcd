import type { Json, JsonObject } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import type { Check } from '../lab/schema/checks.ts';
import { checkKindNames } from '../lab/schema/checks.ts';
import type { Lab, Task } from '../lab/schema/lab.ts';
import { operatorNames } from '../lab/schema/operators.ts';

/** A lab with one of its checks asking for less. */
export interface WeakenedLab {
  readonly task: string;
  /** `check 2: without only`, ready to read. */
  readonly what: string;
  readonly lab: Lab;
}

/** Each check deleted in turn, each wish that only narrows taken away, each wanted value loosened to "anything". */
export function weakenedLabs(lab: Lab): readonly WeakenedLab[] {
  return lab.tasks.flatMap((task) =>
    task.checks.flatMap((check, index) =>
      weakenedChecks(check).map(({ what, check: weaker }) => {
        const checks = weaker === undefined ? task.checks.toSpliced(index, 1) : task.checks.with(index, weaker);
        const changed: Task = { ...task, checks };
        return {
          task: task.id,
          what: `check ${index + 1} (${kindNameOf(check)}): ${what}`,
          lab: { ...lab, tasks: lab.tasks.map((one) => (one === task ? changed : one)) },
        };
      }),
    ),
  );
}

interface Weaker {
  readonly what: string;
  /** Absent: the whole check is deleted. */
  readonly check?: Check;
}

function weakenedChecks(check: Check): readonly Weaker[] {
  const deleted: Weaker = { what: 'deleted' };
  if ('as' in check && check.as !== undefined) return weakenedParts(check); // others speak of what it binds
  return [deleted, ...weakenedParts(check)];
}

const weakenedParts = (check: Check): readonly Weaker[] =>
  weakerValues(check as unknown as Json, []).map(({ what, value }) => ({ what, check: value as unknown as Check })); // a check stays one: what it may leave out is left out

interface WeakerValue {
  readonly what: string;
  readonly value: Json;
}

/** What a check speaks of, and how it is told; not what it wants of that. */
const about = [
  'in',
  'of',
  'object',
  'any',
  'who',
  'from',
  'to',
  'service',
  'as',
  'else',
  'kind',
  'container',
  'initContainer',
  'reads',
  'that',
  'protocol',
  'port',
  'endPort',
  'except',
  'is',
  'choose',
  'may',
  'csr',
  'secret',
  'entry',
  'keyEntry',
  'name',
  'manifest',
  'podFrom',
  'by',
  'podsOf',
  'path',
  'https',
  'previous',
  'pod',
  'run',
  'onlyReads',
  'confirm',
];

/** Lists of wishes of which each is one more: fewer ask for less. */
const lists = [
  'can',
  'cannot',
  'allow',
  'deny',
  'may',
  'mayNot',
  'prefers',
  'stays',
  'unchanged',
  'share',
  'names',
  'usages',
];

/** Mappings of what is wanted of an object: each entry is loosened by itself. */
const patterns = [
  'has',
  'labels',
  'env',
  'mounts',
  'files',
  'requests',
  'limits',
  'ports',
  'security',
  'probes',
  'pod',
  'subject',
  'values',
  'set',
  'pods',
];

function weakerValues(value: Json, path: readonly string[]): readonly WeakerValue[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]): readonly WeakerValue[] => {
    const within = (weaker: WeakerValue): WeakerValue => ({
      what: weaker.what,
      value: { ...value, [key]: weaker.value },
    });
    if (key === 'not') return []; // less within it asks for more
    if (checkKindNames.includes(key as never) && path.length === 0 && isJsonObject(item))
      return weakerValues(item, [key]).map(within);
    if ((key === 'all' || key === 'any') && Array.isArray(item))
      return item.flatMap((one: Json, index) =>
        weakerValues(one, []).map(({ what, value: weaker }) => within({ what, value: item.with(index, weaker) })),
      );
    if (about.includes(key)) return [];
    if (lists.includes(key) && Array.isArray(item))
      return shorterLists(key, item).map(({ what, value: weaker }) =>
        weaker === null ? { what, value: without(value, key) } : within({ what, value: weaker }),
      );
    if (patterns.includes(key)) return looser(item, key).map(within);
    return [{ what: `without ${key}`, value: without(value, key) }];
  });
}

function shorterLists(key: string, item: readonly Json[]): readonly WeakerValue[] {
  return item.map((one, index) => ({
    what: `${key} without ${shortText(one)}`,
    value: item.length === 1 ? null : item.toSpliced(index, 1),
  }));
}

/** Each wanted scalar of a pattern becomes "something is there"; where nothing is wanted, nothing is asked. */
function looser(pattern: Json, path: string): readonly WeakerValue[] {
  if (Array.isArray(pattern)) {
    const items: readonly Json[] = pattern;
    return items.flatMap((item, index) =>
      looser(item, `${path}[${index}]`).map(({ what, value }) => ({ what, value: items.with(index, value) })),
    );
  }
  if (!isJsonObject(pattern)) return [{ what: `any ${path}`, value: { $exists: true } }];
  const entries = Object.entries(pattern);
  if (entries.some(([key]) => operatorNames.includes(key as never))) return [{ what: `any ${path}`, value: {} }];
  return entries.flatMap(([key, item]) =>
    looser(item, `${path}.${key}`).map(({ what, value }) => ({
      what,
      value:
        isJsonObject(value) && Object.keys(value).length === 0 ? without(pattern, key) : { ...pattern, [key]: value },
    })),
  );
}

const without = (value: JsonObject, key: string): JsonObject => {
  const { [key]: _, ...rest } = value;
  return rest;
};

const shortText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const kindNameOf = (check: Check): string => checkKindNames.find((name) => Object.hasOwn(check, name)) ?? 'check';
