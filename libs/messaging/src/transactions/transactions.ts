import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { type DataSource, type EntityManager } from 'typeorm';
import type { Transaction } from './transaction.js';
import { isTransactionConflict } from './postgres-errors.js';

/** Sends a transaction's last statement; resolves with its answer. */
export type LastStatement = (connection: PoolClient) => Promise<unknown>;

interface Running {
  readonly tx: Transaction;
  readonly last: LastStatement[];
  readonly answers: Promise<unknown>[];
  readonly afterCommit: Set<() => void>;
  over: boolean;
}

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 10;

/** Transactions that know each other: what is called inside one takes part in it. */
export class Transactions {
  readonly #running = new AsyncLocalStorage<Running>();

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Joins the transaction this call runs in, else opens one (READ COMMITTED). One of its own is tried again after a
   * serialization failure or a deadlock, so `work` may run more than once; nothing of a failed try stays.
   */
  async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const joined = this.#current();
    if (joined !== undefined) return work(joined.tx);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#open(work);
      } catch (error) {
        if (attempt === ATTEMPTS || !isTransactionConflict(error)) throw error;
        await delay(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
      }
    }
  }

  /** The running transaction's manager, else the data source's own: for reads. */
  get manager(): EntityManager {
    return this.#current()?.tx ?? this.dataSource.manager;
  }

  /**
   * Called at the end of the running transaction: its statement goes to the server together with the COMMIT, so that one
   * answer is waited for, not two. Where it fails nothing is committed, and `run` throws its error.
   */
  withCommit(statement: LastStatement): void {
    this.#required('withCommit').last.push(statement);
  }

  /** Called once if the running transaction commits; the same function registered twice is called once. */
  afterCommit(hook: () => void): void {
    this.#required('afterCommit').afterCommit.add(hook);
  }

  async #open<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const running: Omit<Running, 'tx'> = { last: [], answers: [], afterCommit: new Set(), over: false };
    const result = await this.dataSource.transaction((manager) =>
      this.#inside({ ...running, tx: manager as Transaction }, work),
    );
    // A COMMIT behind a statement that failed is a ROLLBACK, and no error of its own.
    await Promise.all(running.answers);
    for (const hook of running.afterCommit) hook();
    return result;
  }

  async #inside<T>(running: Running, work: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      const done = await this.#running.run(running, () => work(running.tx));
      await this.#sendLast(running);
      return done;
    } finally {
      running.over = true;
    }
  }

  /** Their answers come with the one to COMMIT. */
  async #sendLast({ tx, last, answers }: Running): Promise<void> {
    if (last.length === 0) return;
    const connection = (await tx.queryRunner?.connect()) as PoolClient;
    for (const send of last) {
      const answer = send(connection);
      answer.catch(() => undefined);
      answers.push(answer);
    }
  }

  #required(what: string): Running {
    const running = this.#current();
    if (running === undefined) throw new Error(`${what} needs a running transaction`);
    return running;
  }

  /** Work that outlives its transaction (a timer, a stream) must not join the one that is over. */
  #current(): Running | undefined {
    const running = this.#running.getStore();
    return running === undefined || running.over ? undefined : running;
  }
}
