import type { EntityManager } from 'typeorm';

declare const inTransaction: unique symbol;

/** A TypeORM EntityManager inside a transaction: only `Transactions.run` makes one. */
export type Transaction = EntityManager & { readonly [inTransaction]: true };
