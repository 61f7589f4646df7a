import pg from 'pg';
import { StatementNames } from './statement-names.js';

type Send = (this: pg.Client, query: unknown, values?: unknown, callback?: unknown) => unknown;

/** Of the whole process: a name means the same text on every connection. */
const names = new StatementNames();

/** A connection that prepares the statements with parameters that come again: half of what a short one costs is its plan. */
export class PreparingClient extends pg.Client {}

const send = Reflect.get(pg.Client.prototype, 'query') as Send;

// Assigned, for a method would have to repeat all the overloads that it replaces.
Object.assign(PreparingClient.prototype, {
  query(this: pg.Client, query: unknown, values?: unknown, callback?: unknown): unknown {
    const name = typeof query === 'string' && hasAny(values) ? names.nameOf(query) : undefined;
    return Reflect.apply(send, this, [name === undefined ? query : { name, text: query }, values, callback]);
  },
});

function hasAny(values: unknown): boolean {
  return Array.isArray(values) && values.length > 0;
}
