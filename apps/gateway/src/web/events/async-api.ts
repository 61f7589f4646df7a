/** As much of JSON Schema as our events use. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maxLength?: number;
  readonly examples?: readonly unknown[];
}

export interface Message {
  readonly name: string;
  readonly summary?: string;
  readonly examples?: readonly { readonly payload?: unknown }[];
}

export interface Channel {
  readonly address: string;
  readonly description?: string;
  readonly messages: Readonly<Record<string, unknown>>;
}

/** The part of AsyncAPI 3 that deploy/generate writes. */
export interface AsyncApi {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly channels: Readonly<Record<string, Channel>>;
  readonly components: {
    readonly messages: Readonly<Record<string, Message>>;
    readonly schemas: Readonly<Record<string, Schema>>;
  };
}

/** `string, date-time`, `"a" | "b"`, `list of integer`, `string or null` */
export function describeType(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map(describeType).join(' or ');
  if (schema.items !== undefined) return `list of ${describeType(schema.items)}`;
  const type = schema.type ?? 'anything';
  const named = typeof type === 'string' ? type : type.join(' or ');
  return schema.format === undefined ? named : `${named}, ${schema.format}`;
}

export interface Field {
  /** `client.network`, `ranges[].start` */
  readonly path: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
}

/** The fields of an object and of what lies in it, each by its path. */
export function fieldsOf(schema: Schema, parent = ''): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${parent}${name}`;
    const own = {
      path,
      type: describeType(property),
      isRequired: schema.required?.includes(name) ?? false,
      description: property.description ?? '',
    };
    return [own, ...innerFields(property, path)];
  });
}

function innerFields(schema: Schema, path: string): Field[] {
  if (schema.items !== undefined) return fieldsOf(schema.items, `${path}[].`);
  const choices = schema.anyOf ?? schema.oneOf ?? [];
  return [schema, ...choices].flatMap((choice) => fieldsOf(choice, `${path}.`));
}

/** A value that the schema allows: what stands in an event, roughly. */
export function exampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.enum !== undefined) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices?.[0] !== undefined) return exampleOf(choices[0]);
  if (schema.properties !== undefined) return objectExample(schema.properties);
  if (schema.items !== undefined) return [exampleOf(schema.items)];
  return scalarExample(schema);
}

function objectExample(properties: Readonly<Record<string, Schema>>): object {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, exampleOf(property)]),
  );
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T12:00:00.000Z',
  date: '2026-01-31',
  uuid: '0197a3f4-c0de-7000-8000-00000000abcd',
};

function scalarExample({ type, format, minimum }: Schema): unknown {
  const one = typeof type === 'object' ? type[0] : type;
  if (one === 'integer' || one === 'number') return minimum ?? 1;
  if (one === 'boolean') return true;
  if (one === 'object') return {};
  if (one === 'array') return [];
  return one === 'null' ? null : (FORMATS[format ?? ''] ?? 'text');
}
