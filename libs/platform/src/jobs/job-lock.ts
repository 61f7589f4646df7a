import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** A session's advisory lock by name, so that one replica does the work; it ends with the session if the process dies. */
export class JobLock {
  constructor(private readonly source: DataSource) {}

  /** Runs `work` unless another holds the lock: then null. */
  async tryHold<T>(name: string, work: () => Promise<T>): Promise<T | null> {
    return this.#hold(`SELECT pg_try_advisory_lock($1, $2) AS held`, name, work);
  }

  /** Runs `work` when the lock is free, however long that takes. */
  async hold<T>(name: string, work: () => Promise<T>): Promise<T> {
    const done = await this.#hold(`SELECT true AS held FROM pg_advisory_lock($1, $2)`, name, async () => ({
      result: await work(),
    }));
    if (done === null) throw new Error(`The lock of ${name} was not given`);
    return done.result;
  }

  async #hold<T>(statement: string, name: string, work: () => Promise<T>): Promise<T | null> {
    const runner = this.source.createQueryRunner();
    try {
      const keys = keysOf(name);
      const [row] = (await runner.query(statement, keys)) as [{ held: boolean }];
      if (!row.held) return null;
      try {
        return await work();
      } finally {
        await runner.query('SELECT pg_advisory_unlock($1, $2)', keys);
      }
    } finally {
      await runner.release();
    }
  }
}

/** Two 32-bit keys; the first says that it is a job's. */
function keysOf(name: string): [number, number] {
  return [0x6a_6f_62, createHash('sha256').update(name).digest().readInt32BE()];
}
