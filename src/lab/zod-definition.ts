import * as z from 'zod';

export type Schema = z.core.$ZodType;

/** The definition of a schema as a union over its `type`, which the general type does not show. */
export const definitionOf = (schema: Schema): z.core.$ZodTypes['_zod']['def'] => (schema as z.core.$ZodTypes)._zod.def; // every schema is one of $ZodTypes

export interface BareSchema {
  readonly schema: Schema;
  /** The first `id` in its metadata, from the outside in. */
  readonly id: string | undefined;
  readonly isNullable: boolean;
  /** From the outside in. */
  readonly description: string | undefined;
}

/** A schema without what is wrapped around it: optional, default, nullable, lazy, transform. */
export function bareSchema(wrapped: Schema): BareSchema {
  let schema = wrapped;
  let id: string | undefined;
  let description: string | undefined;
  let isNullable = false;
  for (;;) {
    const meta = z.globalRegistry.get(schema);
    id ??= meta?.id;
    description ??= meta?.description;
    const definition = definitionOf(schema);
    isNullable ||= definition.type === 'nullable';
    const inner = innerSchema(definition);
    if (inner === undefined) return { schema, id, isNullable, description };
    schema = inner;
  }
}

function innerSchema(definition: ReturnType<typeof definitionOf>): Schema | undefined {
  switch (definition.type) {
    case 'optional':
    case 'default':
    case 'nullable':
      return definition.innerType;
    case 'lazy':
      return definition.getter();
    case 'pipe':
      return definition.in;
    default:
      return undefined;
  }
}

export const isRequired = (schema: Schema): boolean => schema._zod.optin === undefined;

/** Keys of a mapping's schema, in the order of its definition; undefined for what is no mapping with fixed keys. */
export function shapeOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  const definition = definitionOf(bareSchema(schema).schema);
  return definition.type === 'object' ? definition.shape : undefined;
}
