import { describe, expect, it, jest } from '@jest/globals';
import { alertRaised, TOPICS, userErased } from '@waybill/contracts';
import { alert, effect, OutboxForTest, TIMEOUT_MS } from './support/outbox-for-test.js';

jest.setTimeout(TIMEOUT_MS);
const given = new OutboxForTest();

describe('the outbox', () => {
  it('keeps an event with the change, or neither', async () => {
    const { outbox, source, transactions } = given;
    await transactions.run(async (tx) => {
      await effect(tx, 'kept');
      await outbox.append(tx, alertRaised, alert('r', 'kept'));
    });
    const failing = transactions.run(async (tx) => {
      await effect(tx, 'lost');
      await outbox.append(tx, alertRaised, alert('r', 'lost'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const rows =
      await source.query<{ topic: string; key: string; value: string; event_id: string }[]>(
        'SELECT * FROM outbox',
      );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ topic: TOPICS.alerts, key: 'r' });
    expect(JSON.parse(rows[0]?.value ?? '')).toMatchObject({
      specversion: '1.0',
      id: rows[0]?.event_id,
      source: '/waybill/test',
      type: 'waybill.alert.raised',
      subject: 'r',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      data: { summary: 'kept' },
    });
  });

  it('keeps the order in which a transaction said things, over all its calls and topics', async () => {
    const { outbox, source, transactions } = given;
    const user = (userId: string) => ({ userId, erasedAt: '2026-11-21T10:00:00.000Z' });
    await transactions.run(async (tx) => {
      await outbox.append(tx, alertRaised, [alert('a', '1'), alert('b', '2')]);
      await outbox.append(tx, userErased, user('c'));
      await transactions.run((inner) => outbox.append(inner, alertRaised, alert('d', '3')));
    });
    const rows = await source.query<{ key: string }[]>('SELECT key FROM outbox ORDER BY position');
    expect(rows.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes no event that does not keep its contract', async () => {
    const { outbox, source, transactions } = given;
    const wrong = { ...alert('r', 'x'), value: Number.NaN };
    await expect(transactions.run((tx) => outbox.append(tx, alertRaised, [wrong]))).rejects.toThrow('value');
    expect(await source.query('SELECT * FROM outbox')).toEqual([]);
  });
});
