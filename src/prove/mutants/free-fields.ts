import type { Lab } from '../../lab/schema/lab.ts';
import type { Mutant } from './mutant.ts';

export type FreeField = Lab['free'][number];

/** The declaration that leaves a mutant's place open: of this object, at this path or below it. */
export const freedBy = (mutant: Mutant, free: Lab['free']): FreeField | undefined =>
  free.find(({ object, path }) => isNamed(mutant, object) && isWithin(mutant.path, path));

/** Declarations whose every mutant turned out to be pinned, or that cover none: they promise what is not so. */
export function untrueFreeFields(
  free: Lab['free'],
  judged: readonly { readonly mutant: Mutant; readonly isPinned: boolean }[],
): readonly FreeField[] {
  return free.filter(
    (field) => !judged.some(({ mutant, isPinned }) => !isPinned && freedBy(mutant, [field]) !== undefined),
  );
}

const isNamed = ({ object }: Mutant, text: string): boolean =>
  text.toLowerCase() === `${object.kind}/${object.name}`.toLowerCase();

const isWithin = (path: string, whole: string): boolean =>
  path === whole || path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`);
