import { describe, expect, it, jest } from '@jest/globals';
import { DomainError } from '@waybill/kernel';
import type { Transaction } from '@waybill/messaging';
import { effect, OutboxForTest, TIMEOUT_MS } from './support/outbox-for-test.js';

jest.setTimeout(TIMEOUT_MS);
const given = new OutboxForTest();

describe('transactions', () => {
  it('join the one that runs, and roll back as one', async () => {
    const { source, transactions } = given;
    const failing = transactions.run(async (outer) => {
      await effect(outer, 'outer');
      await transactions.run(async (inner) => {
        expect(inner).toBe(outer);
        expect(transactions.manager).toBe(outer);
        await effect(inner, 'inner');
      });
      throw new DomainError('conflict', 'NO', 'no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await given.effects()).toEqual([]);
    expect(transactions.manager).toBe(source.manager);
  });

  it('are tried again after a deadlock, and both sides come through', async () => {
    const { source, transactions } = given;
    await effect(source.manager, 'a');
    await effect(source.manager, 'b');
    let tries = 0;
    const bothLocked = Promise.withResolvers<undefined>();
    let locked = 0;
    const touch = (tx: Transaction, what: string) =>
      tx.query(`UPDATE effects SET subject = subject || '!' WHERE what = $1`, [what]);
    const cross = (first: string, second: string) =>
      transactions.run(async (tx) => {
        tries += 1;
        await touch(tx, first);
        locked += 1;
        if (locked === 2) bothLocked.resolve(undefined);
        await bothLocked.promise;
        await touch(tx, second);
      });
    await Promise.all([cross('a', 'b'), cross('b', 'a')]);
    expect(tries).toBe(3);
    const rows = await source.query<{ subject: string }[]>('SELECT subject FROM effects');
    expect(rows.map(({ subject }) => subject)).toEqual(['t!!', 't!!']);
  });

  it('call what waits for the commit after it, once, and not after a rollback', async () => {
    const { transactions } = given;
    const calls: string[] = [];
    const hook = () => calls.push('committed');
    await transactions.run(async (tx) => {
      transactions.afterCommit(hook);
      await transactions.run(() => {
        transactions.afterCommit(hook);
        return Promise.resolve();
      });
      await effect(tx, 'x');
      expect(calls).toEqual([]);
    });
    expect(calls).toEqual(['committed']);
    const failed = transactions.run(() => {
      transactions.afterCommit(hook);
      return Promise.reject(new Error('no'));
    });
    await expect(failed).rejects.toThrow('no');
    expect(calls).toEqual(['committed']);
  });

  it('are undone by a last statement that fails, though the COMMIT was sent with it', async () => {
    const { transactions } = given;
    const calls: string[] = [];
    const failing = transactions.run(async (tx) => {
      transactions.afterCommit(() => calls.push('committed'));
      transactions.withCommit((connection) => connection.query('SELECT 1 / 0'));
      await effect(tx, 'undone');
    });
    await expect(failing).rejects.toThrow('division by zero');
    expect([await given.effects(), calls]).toEqual([[], []]);
    await transactions.run((tx) => effect(tx, 'next'));
    expect(await given.effects()).toEqual(['next']);
  });

  it('do not take in what goes on after they are over', async () => {
    const { transactions } = given;
    const over = Promise.withResolvers<undefined>();
    let late: Promise<void> | undefined;
    await transactions.run(() => {
      late = over.promise.then(() => transactions.run((tx) => effect(tx, 'late')));
      return Promise.resolve();
    });
    over.resolve(undefined);
    await late;
    expect(await given.effects()).toEqual(['late']);
  });
});
