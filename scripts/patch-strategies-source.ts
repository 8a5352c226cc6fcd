/** The part of an OpenAPI v2 document that says how objects are patched. */
export interface OpenApi {
  readonly info: { readonly version: string };
  readonly definitions: Readonly<Record<string, { readonly properties?: Readonly<Record<string, Property>> }>>;
  readonly paths: Readonly<Record<string, { readonly patch?: PatchOperation }>>;
}

interface Property {
  readonly $ref?: string;
  readonly type?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
}

interface PatchOperation {
  readonly consumes?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: GroupVersionKind;
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

interface Field {
  readonly type?: string;
  readonly isMap?: true;
  readonly merge?: string | true;
  readonly replace?: true;
  readonly retainKeys?: true;
}

/** Source of `src/session/apply/patch-strategies.ts`. */
export function patchStrategiesSource(openApi: OpenApi): string {
  const { kinds, types } = patchStrategies(openApi);
  return [
    `// Made by scripts/make-patch-strategies.ts from the OpenAPI document of Kubernetes ${openApi.info.version}.`,
    "import type { PatchField } from './patch-field.ts';",
    '/** Kinds that take a strategic merge patch, with the type of the object. */',
    `export const patchKinds: Readonly<Record<string, string>> = ${JSON.stringify(kinds)};`,
    '/** Type → its fields that are patched in a way of their own, or lead to some that are. */',
    'export const patchTypes: Readonly<Record<string, Readonly<Record<string, PatchField>>>> = ' +
      `${JSON.stringify(types)};\n`,
  ].join('\n');
}

/** Only what leads to a strategy; status is never applied. */
export function patchStrategies(openApi: OpenApi) {
  const definitions = strategicKinds(openApi);
  const types = usefulTypes(openApi, Object.values(definitions));
  const kinds = Object.entries(definitions).map(([kind, type]) => [kind, shortName(type)] as const);
  const fields = Object.entries(types).map(([name, its]) => [shortName(name), its] as const);
  return { kinds: Object.fromEntries(kinds), types: Object.fromEntries(fields) };
}

function strategicKinds(openApi: OpenApi): Readonly<Record<string, string>> {
  const operations = Object.entries(openApi.paths).flatMap(([path, { patch }]) =>
    patch === undefined || /\/(status|scale|approval)$/.test(path) ? [] : [patch],
  );
  const found = operations.flatMap((patch) => {
    const kind = patch['x-kubernetes-group-version-kind'];
    if (kind === undefined || !patch.consumes?.includes('application/strategic-merge-patch+json')) return [];
    return [[kindKey(kind), definitionOf(openApi, kind)] as const];
  });
  return Object.fromEntries(found.sort(([left], [right]) => (left < right ? -1 : 1)));
}

const kindKey = ({ group, version, kind }: GroupVersionKind): string =>
  `${group === '' ? version : `${group}/${version}`} ${kind}`;

function definitionOf(openApi: OpenApi, wanted: GroupVersionKind): string {
  for (const [name, definition] of Object.entries(openApi.definitions)) {
    const kinds = (definition as { 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[] })[
      'x-kubernetes-group-version-kind'
    ];
    if (kinds?.some((kind) => kindKey(kind) === kindKey(wanted))) return name;
  }
  throw new Error(`no definition of ${kindKey(wanted)}`);
}

function usefulTypes(openApi: OpenApi, roots: readonly string[]): Readonly<Record<string, Record<string, Field>>> {
  const reached = reachable(openApi, roots);
  const useful = new Set<string>();
  for (let before = -1; before !== useful.size; ) {
    before = useful.size;
    for (const name of reached) if (Object.keys(fieldsOf(openApi, name, useful)).length > 0) useful.add(name);
  }
  return Object.fromEntries([...useful].sort().map((name) => [name, fieldsOf(openApi, name, useful)]));
}

function reachable(openApi: OpenApi, roots: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const [field, property] of Object.entries(openApi.definitions[name]?.properties ?? {}))
      if (field !== 'status') for (const type of [typeOf(property)]) if (type !== undefined) visit(type);
  };
  roots.forEach(visit);
  return reached;
}

function fieldsOf(openApi: OpenApi, name: string, useful: ReadonlySet<string>): Record<string, Field> {
  const fields = Object.entries(openApi.definitions[name]?.properties ?? {}).flatMap(([field, property]) => {
    if (field === 'status') return [];
    const type = typeOf(property);
    const strategies = property['x-kubernetes-patch-strategy']?.split(',') ?? [];
    const isUseful = type !== undefined && (useful.has(type) || type === name);
    if (strategies.length === 0 && !isUseful) return [];
    return [[field, fieldOf(property, strategies, isUseful ? type : undefined)] as const];
  });
  // a type that leads only to itself leads nowhere
  return fields.every(([, field]) => field.type === shortName(name) && Object.keys(field).length <= 2)
    ? {}
    : Object.fromEntries(fields);
}

const fieldOf = (property: Property, strategies: readonly string[], type: string | undefined): Field => ({
  ...(type === undefined ? {} : { type: shortName(type) }),
  ...(property.additionalProperties === undefined ? {} : { isMap: true }),
  ...(strategies.includes('merge') ? { merge: property['x-kubernetes-patch-merge-key'] ?? true } : {}),
  ...(strategies.includes('replace') ? { replace: true } : {}),
  ...(strategies.includes('retainKeys') ? { retainKeys: true } : {}),
});

const typeOf = (property: Property): string | undefined =>
  (property.$ref ?? property.items?.$ref ?? property.additionalProperties?.$ref)?.replace('#/definitions/', '');

/** `core.v1.PodSpec`, `ObjectMeta`. */
const shortName = (name: string): string =>
  name.replace(/^io\.k8s\.apimachinery\.pkg\.apis\.meta\.v1\./, '').replace(/^io\.k8s\.([a-z-]+\.pkg\.apis|api)\./, '');
