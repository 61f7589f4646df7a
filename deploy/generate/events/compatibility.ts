import type { JsonSchema } from './json-schema.ts';

/**
 * What a reader of the released schema would stumble over in the present one, a line each. Additions are fine: a new
 * field, a new optional one, a further value of an enumeration that readers must live with is not.
 */
export function breakingChanges(released: JsonSchema, present: JsonSchema, path = '$'): string[] {
  return [
    ...typeChanges(released, present, path),
    ...valueChanges(released, present, path),
    ...fieldChanges(released, present, path),
    ...itemChanges(released, present, path),
  ];
}

/** The types a value may have; an `anyOf` has those of its branches. */
function typesOf(schema: JsonSchema): string[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(typesOf);
  if (schema.type === undefined) return [];
  return typeof schema.type === 'string' ? [schema.type] : [...schema.type];
}

function typeChanges(released: JsonSchema, present: JsonSchema, path: string): string[] {
  const before = new Set(typesOf(released));
  if (before.size === 0) return [];
  const now = typesOf(present);
  const unexpected = now.filter((type) => !before.has(type) && !(type === 'integer' && before.has('number')));
  const lost = now.length === 0 ? ['anything'] : [];
  return [...unexpected, ...lost].map(
    (type) => `${path}: may now be ${type}, was ${[...before].join(' or ')}`,
  );
}

function valueChanges(released: JsonSchema, present: JsonSchema, path: string): string[] {
  const known = released.const === undefined ? released.enum : [released.const];
  if (known === undefined) return [];
  const now = present.const === undefined ? present.enum : [present.const];
  if (now === undefined) return [`${path}: may now be any value, was one of ${known.map(String).join(', ')}`];
  return now.filter((value) => !known.includes(value)).map((value) => `${path}: may now be ${String(value)}`);
}

function fieldChanges(released: JsonSchema, present: JsonSchema, path: string): string[] {
  const branches = objectBranches(released);
  if (branches === undefined) return [];
  const now = objectBranches(present) ?? {};
  return Object.entries(branches.properties ?? {}).flatMap(([name, schema]) => {
    const field = now.properties?.[name];
    if (field === undefined) return [`${path}.${name}: is gone`];
    const wasSure = branches.required?.includes(name) === true;
    const optional =
      wasSure && now.required?.includes(name) !== true ? [`${path}.${name}: may now be missing`] : [];
    return [...optional, ...breakingChanges(schema, field, `${path}.${name}`)];
  });
}

function objectBranches(schema: JsonSchema): JsonSchema | undefined {
  if (schema.properties !== undefined) return schema;
  return schema.anyOf?.find((branch) => branch.properties !== undefined);
}

function itemChanges(released: JsonSchema, present: JsonSchema, path: string): string[] {
  if (released.items === undefined) return [];
  if (present.items === undefined) return [`${path}: its elements may now be anything`];
  return breakingChanges(released.items, present.items, `${path}[]`);
}
