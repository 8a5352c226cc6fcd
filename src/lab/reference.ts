import { checkExamples } from './schema/check-examples.ts';
import type { CheckKindName } from './schema/checks.ts';
import { checkKindNames, checkSchemas } from './schema/checks.ts';
import { checkExtras, pattern } from './schema/common.ts';
import { permission } from './schema/kinds/access.ts';
import { operatorMeanings } from './schema/operators.ts';
import { stepSchemas } from './schema/steps.ts';
import type { Schema } from './zod-definition.ts';
import { bareSchema, definitionOf, isRequired, shapeOf } from './zod-definition.ts';

/** The reference of check kinds and steps, as Markdown; from the same definition as the parser. */
export function labReference(): string {
  return [
    '# Kinds of checks',
    'Made by `npm run generate` from `src/lab/schema/`. Keys without a mark may be left out; those marked * may not.',
    `Every check may also say \`else\`: ${descriptionOf(checkExtras.else)}.`,
    ...checkKindNames.map(kindSection),
    patternSection(),
    '# Steps',
    'Things that `start`, `solution` and variants do to the cluster.',
    table(['Step', 'Keys', 'Meaning'], Object.entries(stepSchemas).map(stepRow)),
  ].join('\n\n');
}

/** One kind of check, as `kubeproctor schema KIND` prints it. */
export function kindSection(kind: CheckKindName): string {
  const schema = checkSchemas[kind];
  const rows = rowsOf(shapeOf(schema) ?? {}, []).filter(([key]) => key !== '`else`');
  return [
    `## \`${kind}\``,
    `${descriptionOf(schema)}.`,
    `\`\`\`yaml\n${checkExamples[kind].trim()}\n\`\`\``,
    table(['Key', 'Value', 'Meaning'], rows),
  ].join('\n\n');
}

/** What may stand where the tables say *pattern*. */
function patternSection(): string {
  return [
    '# Patterns',
    'A value is equal by meaning: quantities by value, images and ports after defaulting, label selectors in either form. A mapping is a subset. ' +
      'Every entry of a list finds an entry of its own, in any order; those that the API tells apart by name are compared by name; `command` and `args` are exact. ' +
      'Or a mapping of operators:',
    table(
      ['Operator', 'Holds for'],
      Object.entries(operatorMeanings).map(([name, meaning]) => [`\`${name}\``, meaning]),
    ),
    '# Permissions',
    descriptionOf(permission),
  ].join('\n\n');
}

type Row = readonly string[];

/** A line for each key that has something to say; keys of mappings below are joined with dots. */
function rowsOf(shape: Readonly<Record<string, Schema>>, above: readonly string[]): readonly Row[] {
  return Object.entries(shape).flatMap(([key, schema]): readonly Row[] => {
    const path = [...above, key];
    const inner = mappingsAt(schema).flatMap((one) => rowsOf(one, path));
    const meaning = meaningOf(schema);
    if (meaning === '' && inner.length > 0) return inner;
    return [[`\`${path.join('.')}\`${mark(schema)}`, typeOf(schema), meaning], ...inner];
  });
}

/** The mappings that may stand here: its own, or those of a choice. Named parts are explained once, elsewhere. */
function mappingsAt(wrapped: Schema): readonly Readonly<Record<string, Schema>>[] {
  const { schema, id } = bareSchema(wrapped);
  const definition = definitionOf(schema);
  if (id !== undefined) return [];
  if (definition.type === 'object') return [definition.shape];
  return definition.type === 'union' ? definition.options.flatMap(mappingsAt) : [];
}

const meaningOf = (schema: Schema): string => {
  const meaning = descriptionOf(schema);
  return meaning === descriptionOf(pattern) || meaning === descriptionOf(permission) ? '' : meaning;
};

const mark = (schema: Schema): string => (isRequired(schema) ? ' *' : '');

function stepRow([name, schema]: readonly [string, Schema]): Row {
  const keys = Object.entries(shapeOf(schema) ?? {}).map(([key, child]) => `\`${key}\`${mark(child)}`);
  return [`\`${name}\``, keys.join(', '), descriptionOf(schema)];
}

const descriptionOf = (schema: Schema): string => bareSchema(schema).description ?? '';

/** Named parts of the schema, in a word. */
const names: Readonly<Record<string, string>> = {
  NamespaceRef: 'alias, or `{ namespace }`',
  ObjectName: '`kind/name`',
  Pattern: 'pattern',
  Json: 'any',
  Labels: 'labels',
  Count: 'number, or `{ $min, $max }`',
  BindingName: '`$name`',
  Permission: 'permission',
  CelExpression: 'CEL',
  Check: 'check',
};

function typeOf(wrapped: Schema): string {
  const { schema, id } = bareSchema(wrapped);
  const named = id === undefined ? undefined : names[id];
  if (named !== undefined) return named;
  const definition = definitionOf(schema);
  switch (definition.type) {
    case 'object':
      return `\`{ ${Object.keys(definition.shape).join(', ')} }\``;
    case 'array':
      return `list of: ${typeOf(definition.element)}`;
    case 'record':
      return `name: ${typeOf(definition.valueType)}`;
    case 'union':
      return [...new Set(definition.options.map(typeOf))].join(', or ');
    case 'tuple':
      return `\`[${definition.items.map(typeOf).join(', ')}]\``;
    case 'enum':
      return Object.values(definition.entries)
        .map((entry) => `\`${entry}\``)
        .join(', ');
    case 'literal':
      return definition.values.map((value) => `\`${value}\``).join(', ');
    case 'string':
      return 'text';
    default:
      return definition.type;
  }
}

function table(heading: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}
