import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { type DataSource, type EntityManager } from 'typeorm';
import type { Transaction } from './transaction.js';
import { isTransactionConflict } from './postgres-errors.js';

interface Running {
  readonly tx: Transaction;
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

  /** Called once if the running transaction commits; the same function registered twice is called once. */
  afterCommit(hook: () => void): void {
    const running = this.#current();
    if (running === undefined) throw new Error('afterCommit needs a running transaction');
    running.afterCommit.add(hook);
  }

  async #open<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const hooks = new Set<() => void>();
    const result = await this.dataSource.transaction(async (manager) => {
      const running: Running = { tx: manager as Transaction, afterCommit: hooks, over: false };
      try {
        return await this.#running.run(running, () => work(running.tx));
      } finally {
        running.over = true;
      }
    });
    for (const hook of hooks) hook();
    return result;
  }

  /** Work that outlives its transaction (a timer, a stream) must not join the one that is over. */
  #current(): Running | undefined {
    const running = this.#running.getStore();
    return running === undefined || running.over ? undefined : running;
  }
}
