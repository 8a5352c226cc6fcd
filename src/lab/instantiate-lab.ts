import { UserError } from '../user-error.ts';
import { quoted } from './mistake.ts';
import type { Replacements } from './placeholders.ts';
import { replacePlaceholders } from './placeholders.ts';
import type { Lab } from './schema/lab.ts';

/** A lab as one copy of it has it. */
export interface LabInstance {
  /**
   * The lab with every placeholder replaced. Where the format expects a namespace (`in: shop`) the alias still stands:
   * `namespaces` says what it is called.
   */
  readonly lab: Lab;
  /** Alias → real name. */
  readonly namespaces: Replacements;
  /** Declared name → real name. */
  readonly names: Replacements;
}

/** Length of a DNS label; https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const maxLength = 63;

/**
 * `''` is the plain copy, in which everything has the name that the lab gives it; in copy `alice` `shop` is `shop-alice`.
 * @throws UserError when the copy's name is no DNS label, or what it makes is too long.
 */
export function instantiateLab(lab: Lab, copy: string): LabInstance {
  if (copy !== '' && !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(copy))
    throw new UserError('bad_copy_name', `${quoted(copy)} cannot name a copy`, {
      wayOut: 'Use lower-case letters, digits and hyphens, as in --copy alice',
    });
  const realName = (name: string): string => checkedLength(copy === '' ? name : `${name}-${copy}`, copy);
  const namespaces = Object.fromEntries(Object.keys(lab.namespaces).map((alias) => [alias, realName(alias)]));
  const names = Object.fromEntries(lab.names.map((name) => [name, realName(name)]));
  return { lab: replacePlaceholders(lab, { ...namespaces, ...names }), namespaces, names };
}

function checkedLength(name: string, copy: string): string {
  if (name.length <= maxLength) return name;
  const excess = name.length - maxLength;
  throw new UserError(
    'copy_name_too_long',
    `${quoted(name)} would be longer than the ${maxLength} characters allowed`,
    {
      wayOut: `Choose a name for the copy that is at most ${Math.max(1, copy.length - excess)} characters long`,
    },
  );
}
