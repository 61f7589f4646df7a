import {
  type OpenApiDocument,
  operationsOf,
  pathsOf,
  type Placed,
  referencedSchemas,
  renameSchemas,
} from './document.ts';
import { type Edition, EDITIONS } from './editions.ts';
import { withCommonAnswers } from './common-answers.ts';
import type { Examples } from './examples.ts';
import { withExamples } from './examples.ts';

export interface ServiceDocument {
  readonly service: string;
  readonly document: OpenApiDocument;
}

/** What clients never reach through the gateway. */
const HIDDEN = /^\/(internal|health|metrics)(\/|$)/;

const SECURITY = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'From the identity provider.' },
};

interface Part {
  readonly operations: readonly Placed[];
  readonly schemas: Readonly<Record<string, object>>;
}

/** One document for an edition, from all the services that answer a part of it. */
export function assembleEdition(
  edition: Edition,
  services: readonly ServiceDocument[],
  version: string,
  examples: Examples,
): OpenApiDocument {
  const parts = services.map((service) => partOf(edition, service));
  const error = { [errorName(edition)]: edition.error };
  const schemas = Object.assign({}, error, ...parts.map((part) => part.schemas)) as Record<string, object>;
  const operations = parts
    .flatMap((part) => part.operations)
    .map((placed) => withCommonAnswers(placed, edition, errorName(edition)))
    .map((placed) => withExamples(placed, examples));
  return {
    openapi: '3.1.0',
    info: { title: `Waybill: ${edition.title}`, version, description: edition.description },
    tags: [{ name: edition.name, description: edition.description }],
    paths: pathsOf(operations),
    components: { schemas: sorted(schemas), securitySchemes: SECURITY },
  };
}

/** All editions in one document. */
export function merge(documents: readonly OpenApiDocument[], version: string): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Waybill',
      version,
      description:
        'Every endpoint of every edition. Each edition is a contract of its own over the same downloads.',
    },
    tags: documents.flatMap((document) => document.tags ?? []),
    paths: pathsOf(documents.flatMap(operationsOf)),
    components: {
      schemas: sorted(
        Object.assign({}, ...documents.map((d) => d.components?.schemas)) as Record<string, object>,
      ),
      securitySchemes: SECURITY,
    },
  };
}

/** An operation belongs to the edition its controller is tagged with; `waybill` where it has no tag. */
function editionOf({ path, operation }: Placed): string | null {
  if (HIDDEN.test(path)) return null;
  return operation.tags?.find((tag) => EDITIONS.some(({ name }) => name === tag)) ?? 'waybill';
}

/** A handler of all methods says which of them it answers with more than 405. */
function isAnswered({ method, operation }: Placed): boolean {
  return operation['x-methods']?.includes(method) ?? true;
}

const pascal = (name: string) =>
  name.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
const errorName = (edition: Edition) => `${pascal(edition.name)}Error`;

/** Two services may each have a `RefusalAnswer`: every component carries its edition's and its service's name. */
function partOf(edition: Edition, { service, document }: ServiceDocument): Part {
  const schemas = document.components?.schemas ?? {};
  const rename = (name: string) => `${pascal(edition.name)}${pascal(service)}${name}`;
  const own = operationsOf(document).filter(
    (placed) => editionOf(placed) === edition.name && isAnswered(placed),
  );
  const used = [...referencedSchemas(own, schemas)];
  return {
    operations: own.map(({ path, method, operation }) => ({
      path,
      method,
      operation: {
        ...renameSchemas(operation, rename),
        operationId: `${edition.name}_${operation.operationId ?? method}`,
        tags: [edition.name],
      },
    })),
    schemas: Object.fromEntries(
      used.map((name) => [rename(name), renameSchemas(schemas[name] ?? {}, rename)]),
    ),
  };
}

function sorted<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).toSorted(([a], [b]) => a.localeCompare(b, 'en')));
}
