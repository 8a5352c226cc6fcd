import { labJsonSchema } from '../lab/json-schema.ts';
import { kindSection, labReference } from '../lab/reference.ts';
import { checkKindNames } from '../lab/schema/checks.ts';
import { nearestWord } from '../lab/suggestion.ts';
import { UserError } from '../user-error.ts';
import type { CommandOf } from './parts/command-context.ts';
import { print } from './parts/print.ts';

export interface SchemaArgs {
  /** A kind of check, or `all` for the whole reference. */
  readonly kind?: string;
}

/** The lab format for authors: its JSON Schema, or the reference of a kind of check. */
export const schema: CommandOf<SchemaArgs> = async (context, { kind }) => {
  if (kind === undefined) print(context, JSON.stringify(labJsonSchema(), undefined, 2));
  else if (kind === 'all') print(context, labReference());
  else print(context, kindSection(kindNamed(kind)));
  return 0;
};

function kindNamed(word: string) {
  const kind = checkKindNames.find((name) => name === word);
  if (kind !== undefined) return kind;
  const near = nearestWord(word, checkKindNames);
  throw new UserError('check_kind_not_found', `There is no kind of check ${word}.`, {
    wayOut: near === undefined ? `There are ${checkKindNames.join(', ')}.` : `Did you mean ${near}?`,
  });
}
