import type { Excess } from '../../kubernetes/rbac/excess.ts';
import type { Action } from '../../kubernetes/rbac/rule.ts';
import { mostTelling } from './most-telling.ts';
import type { ToldExcess } from './told-excess.ts';

export interface TellingExcess {
  readonly action: Action;
  readonly told: ToldExcess;
}

const rulesOfOneBinding = 2;
const most = 5;

/** Some of the rules that go too far, a few of each binding: those that show most first. */
export function tellExcess(found: readonly Excess[]): readonly TellingExcess[] {
  const byBinding = Map.groupBy(found, ({ by }) => JSON.stringify(by?.bound.binding ?? ''));
  return [...byBinding.values()]
    .flatMap((ofOne) =>
      ofOne.slice(0, rulesOfOneBinding).map((excess, index, shown) => {
        const isLast = index === shown.length - 1;
        return { action: mostTelling(excess.rights), told: toldOf(excess, isLast ? ofOne.length - shown.length : 0) };
      }),
    )
    .slice(0, most);
}

function toldOf({ by, rights, isMisplaced }: Excess, moreRules: number): ToldExcess {
  if (by === undefined) return { by: 'masters' };
  const { binding, role, group } = by.bound;
  return {
    ...{ by: 'rule', binding, role, rule: by.rule, moreRights: rights.length - 1, moreRules, isMisplaced },
    ...(group === undefined ? {} : { group }),
  };
}
