import type { JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import { placedLeaves } from '../leaves-of.ts';
import type { Path } from '../mistake.ts';
import { listed, quoted } from '../mistake.ts';
import type { LintRule } from './lab-draft.ts';

/** Keys that ask for nothing where they stand: a text that says the same would be checked by nobody. */
export const idleKeys: LintRule = ({ lab, mistakeAt }) =>
  lab.tasks.flatMap(({ checks }, task) =>
    checks
      .flatMap((check, index) =>
        placedLeaves(check, ['tasks', task, 'checks', index]).flatMap(({ check: leaf, path }) => {
          const whole = leaf as unknown as JsonObject; // parsed from JSON
          return [...idleIn('object', whole, path), ...Object.keys(whole).flatMap((kind) => inKind(kind, whole, path))];
        }),
      )
      .map((idle) => mistakeAt({ rule: 'idle-key', part: 'key', ...idle })),
  );

/** Keys that mean something only beside one of others. */
const beside: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  selects: { only: ['pods'], protocol: ['port', 'targetPort'] },
  certificate: { only: ['names'], keyEntry: ['matchesKey'] },
  access: { may: ['only'] },
  reach: { may: ['only'] },
};

/** Keys beside which these are the only ones that mean anything. */
const alone: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  object: { absent: ['object', 'in', 'has', 'absent', 'else'] },
  release: { absent: ['name', 'in', 'absent'] },
};

interface Idle {
  readonly path: Path;
  readonly message: string;
}

function inKind(kind: string, check: JsonObject, path: Path): readonly Idle[] {
  const spec = check[kind];
  return kind !== 'object' && isJsonObject(spec) ? idleIn(kind, spec, [...path, kind]) : [];
}

function idleIn(kind: string, spec: JsonObject, path: Path): readonly Idle[] {
  const has = (key: string): boolean => Object.hasOwn(spec, key);
  const lonely = Object.entries(beside[kind] ?? {}).flatMap(([key, others]) =>
    has(key) && !others.some(has)
      ? [{ path: [...path, key], message: `${quoted(key)} asks for nothing without ${listed(others, 'or')}` }]
      : [],
  );
  const needless = Object.entries(alone[kind] ?? {}).flatMap(([key, others]) =>
    (has(key) ? Object.keys(spec) : [])
      .filter((other) => !others.includes(other))
      .map((other) => ({ path: [...path, other], message: `${quoted(other)} asks for nothing beside ${quoted(key)}` })),
  );
  return [...lonely, ...needless];
}
