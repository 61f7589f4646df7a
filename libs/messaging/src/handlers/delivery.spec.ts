import { describe, expect, it } from '@jest/globals';
import { alertRaised, createEvent, type EventContract, reportPublished } from '@waybill/contracts';
import { REPLAY_FOR } from '../dead-letters/replay-header.js';
import { type Delivery, readMessage } from './delivery.js';
import { runsOf } from './effects.js';
import { HandlerTable } from './handler-table.js';

const table = new HandlerTable();
table.add({
  contract: alertRaised as unknown as EventContract,
  batch: false,
  method: alertRaised,
  invoke: () => Promise.resolve(),
});

const NOW = '2026-11-21T10:00:00.000Z';
const raised = createEvent(
  alertRaised,
  { alertId: 'a', rule: 'r', summary: 's', value: 1, limit: 1, raisedAt: NOW },
  { service: 'test' },
);
const message = (value: unknown, headers: Record<string, string> = {}) => ({
  topic: 't',
  partition: 3,
  offset: '17',
  key: 'r',
  value: typeof value === 'string' ? value : JSON.stringify(value),
  headers,
});

describe('reading a message', () => {
  it('gives the event and its identity', () => {
    expect(readMessage(message(raised), table, 'g')).toMatchObject({
      source: '/waybill/test',
      id: raised.id,
      event: raised,
      replayed: false,
      malformed: null,
    });
  });

  it('passes over types without a handler', () => {
    const data = { reportId: 'r', kind: 'k', periodStart: NOW, periodEnd: NOW, publishedAt: NOW };
    const report = createEvent(reportPublished, data, { service: 'test' });
    expect(readMessage(message(report), table, 'g')).toBeNull();
  });

  it('passes over what is sent again for another group', () => {
    expect(readMessage(message(raised, { [REPLAY_FOR]: 'other' }), table, 'g')).toBeNull();
    expect(readMessage(message(raised, { [REPLAY_FOR]: 'g' }), table, 'g')).toMatchObject({ replayed: true });
  });

  it('knows what has no id by where it lies', () => {
    const delivery = readMessage(message('{'), table, 'g');
    expect(delivery).toMatchObject({ source: 't/3', id: '17', event: null });
    expect(delivery?.malformed).toMatchObject({ code: 'MALFORMED_EVENT' });
  });

  it('keeps the id of an event whose data is wrong', () => {
    const wrong = readMessage(message({ ...raised, data: {} }), table, 'g');
    expect(wrong).toMatchObject({ source: '/waybill/test', id: raised.id, event: null });
    expect(wrong?.malformed).toMatchObject({ code: 'MALFORMED_EVENT' });
  });
});

describe('runs', () => {
  it('are neighbours for the same methods, in order', () => {
    const methods = { a: { name: 'a' }, b: { name: 'b' } };
    const of = (method: 'a' | 'b', id: string) =>
      ({ id, handlers: [{ method: methods[method] }] }) as unknown as Delivery;
    const runs = runsOf([of('a', '1'), of('a', '2'), of('b', '3'), of('a', '4')]);
    expect(runs.map((run) => run.map(({ id }) => id))).toEqual([['1', '2'], ['3'], ['4']]);
    expect(runsOf([])).toEqual([]);
  });
});
