import pg from 'pg';
import { StatementNames } from './statement-names.js';

type Send = (query: unknown, values?: unknown, callback?: unknown) => unknown;

/** Of the whole process: a name means the same text on every connection. */
const names = new StatementNames();

/** A connection that prepares the statements with parameters that come again: half of what a short one costs is its plan. */
export class PreparingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const send = this.query.bind(this) as Send;
    const prepare: Send = (query, values, callback) => {
      const name = typeof query === 'string' && hasAny(values) ? names.nameOf(query) : undefined;
      return send(name === undefined ? query : { name, text: query }, values, callback);
    };
    Object.assign(this, { query: prepare });
  }
}

function hasAny(values: unknown): boolean {
  return Array.isArray(values) && values.length > 0;
}
