import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import type { DistinguishedName, NameAttribute } from '../../kubernetes/x509/distinguished-name.ts';
import { commonNameOf, nameAttributes } from '../../kubernetes/x509/distinguished-name.ts';
import type { Extensions } from '../../kubernetes/x509/extensions.ts';
import { isNameFor, isSameName } from '../../kubernetes/x509/names.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import { differences } from '../match/differences.ts';
import { isOperators } from '../match/operators.ts';
import type { CertificateIssue, CertificatePlace } from './told.ts';

/** What is asked of a certificate or a request alike. */
type Wanted = Pick<CheckOf<'certificate'>['certificate'], 'names' | 'only' | 'subject' | 'issuer'>;
type Content = Extensions & { readonly subject: DistinguishedName };

export function contentIssues(wanted: Wanted, content: Content, place: CertificatePlace): readonly CertificateIssue[] {
  return [...nameIssues(wanted, content, place), ...subjectIssues('subject', wanted.subject, content.subject, place)];
}

/**
 * Clients compare the name they asked for with the subject alternative names alone; the common name is for people.
 * https://www.rfc-editor.org/rfc/rfc9525#name-verifying-service-identity
 */
function nameIssues(
  { names: wanted, only }: Wanted,
  { names: found, subject }: Content,
  place: CertificatePlace,
): readonly CertificateIssue[] {
  if (wanted === undefined) return [];
  const missing = wanted.filter((name) => !found.some((alternative) => isNameFor(alternative, name)));
  const superfluous =
    only === true ? found.filter((alternative) => !wanted.some((name) => isSameName(alternative, name))) : [];
  if (missing.length === 0 && superfluous.length === 0) return [];
  const commonName = found.length === 0 ? commonNameOf(subject) : undefined;
  const issue = { code: 'certificate_names', place, wanted, missing, superfluous, found } as const;
  return [commonName === undefined ? issue : { ...issue, commonName }];
}

export function subjectIssues(
  part: 'subject' | 'issuer',
  wanted: Wanted['subject'],
  name: DistinguishedName,
  place: CertificatePlace,
): readonly CertificateIssue[] {
  return nameAttributes.flatMap((attribute): readonly CertificateIssue[] => {
    const asked = wanted?.[attribute];
    if (asked === undefined) return [];
    const found = name[attribute] ?? [];
    if (isAttribute(attribute, asked, found)) return [];
    return [{ code: 'certificate_subject', place, part, attribute, wanted: asked, found }];
  });
}

/**
 * A text is the only value, a list is all of them as a set. Operators speak of the only value, or of none; those that speak
 * of lists, and all of them where there are several values, of the list.
 */
function isAttribute(attribute: NameAttribute, wanted: Json, found: readonly string[]): boolean {
  const values = attribute === 'CN' ? found.slice(-1) : found; // see commonNameOf
  if (isJsonObject(wanted) && isOperators(wanted))
    return Object.entries(wanted).every(([operator, operand]) => isMet(operator, operand, attribute, values));
  const asked = new Set((Array.isArray(wanted) ? wanted : [wanted]).map(String));
  return asked.size === new Set(values).size && values.every((value) => asked.has(value));
}

const ofLists: ReadonlySet<string> = new Set(['$every', '$none', '$count', '$exactly']);

function isMet(operator: string, operand: Json, attribute: NameAttribute, values: readonly string[]): boolean {
  if (operator === '$not') return !isAttribute(attribute, operand, values);
  if (operator === '$oneOf' && Array.isArray(operand))
    return operand.some((one) => isAttribute(attribute, one, values));
  const [only, ...others] = values;
  const found = others.length > 0 || ofLists.has(operator) ? values : only;
  return differences({ [operator]: operand }, found, [attribute], {}).length === 0;
}
