/** As much of OpenAPI 3.1 as is touched here; the rest passes through. */
export interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Record<string, readonly string[]>[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
  readonly 'x-public'?: boolean;
  readonly 'x-methods'?: readonly string[];
}

export type PathItem = Readonly<Record<string, Operation>>;

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly tags?: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, object>>;
    readonly securitySchemes?: Readonly<Record<string, object>>;
  };
}

/** One operation and where it stands. */
export interface Placed {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

export function operationsOf(document: OpenApiDocument): Placed[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
}

export function pathsOf(operations: readonly Placed[]): Record<string, PathItem> {
  const paths: Record<string, Record<string, Operation>> = {};
  const sorted = operations.toSorted((a, b) => a.path.localeCompare(b.path, 'en'));
  for (const { path, method, operation } of sorted) paths[path] = { ...paths[path], [method]: operation };
  return paths;
}

/** The names of the components that `value` refers to, directly or by another component. */
export function referencedSchemas(value: unknown, schemas: Readonly<Record<string, object>>): Set<string> {
  const found = new Set<string>();
  const visit = (part: unknown) => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || found.has(name)) continue;
      found.add(name);
      visit(schemas[name] ?? {});
    }
  };
  visit(value);
  return found;
}

/** The same with every component under its new name. */
export function renameSchemas<T>(value: T, rename: (name: string) => string): T {
  const text = JSON.stringify(value).replaceAll(
    /"#\/components\/schemas\/([^"]+)"/g,
    (_, name: string) => `"#/components/schemas/${rename(name)}"`,
  );
  return JSON.parse(text) as T;
}
