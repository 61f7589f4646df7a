import type { Duplex } from 'node:stream';
import pg from 'pg';
import { StatementNames } from './statement-names.js';

type Send = (this: pg.Client, query: unknown, values?: unknown, callback?: unknown) => Promise<unknown>;

/** Of the whole process: a name means the same text on every connection. */
const names = new StatementNames();

/**
 * A connection that spares the server what it can: statements with parameters that come again are prepared (half of what a
 * short one costs is its plan), the start of a transaction travels with its first statement, and what is sent in one turn
 * of the event loop is one packet. With `pipeline: true` a statement need not wait for the answer of the one before it.
 */
export class PreparingClient extends pg.Client {}

const send = Reflect.get(pg.Client.prototype, 'query') as Send;
const START = 'START TRANSACTION';
const STARTED = { command: 'START', rowCount: null, oid: 0, fields: [], rows: [] };

// Assigned, for a method would have to repeat all the overloads that it replaces.
Object.assign(PreparingClient.prototype, {
  query(this: pg.Client, query: unknown, values?: unknown, callback?: unknown): unknown {
    gather(streamOf(this));
    const name = typeof query === 'string' && hasAny(values) ? names.nameOf(query) : undefined;
    const sent = Reflect.apply(send, this, [
      name === undefined ? query : { name, text: query },
      values,
      callback,
    ]);
    return query === START ? started(sent) : sent;
  },
});

function hasAny(values: unknown): boolean {
  return Array.isArray(values) && values.length > 0;
}

function streamOf(client: pg.Client): Duplex {
  return (client as unknown as { connection: { stream: Duplex } }).connection.stream;
}

/** Until this turn is over: the promises that are waiting may have more to send. */
function gather(stream: Duplex): void {
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** It can fail only as the connection does, and with that the next statement fails. */
async function started(sent: Promise<unknown>): Promise<unknown> {
  sent.catch(() => undefined);
  return Promise.resolve(STARTED);
}
