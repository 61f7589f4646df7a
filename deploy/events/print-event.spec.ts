import { describe, expect, it } from '@jest/globals';
import { printEvent } from './print-event.ts';

const message = (value: unknown) => ({
  topic: 'waybill.downloads.v1',
  partition: 3,
  offset: '42',
  key: 'd-1',
  value: typeof value === 'string' ? value : JSON.stringify(value),
});
const event = {
  type: 'waybill.download.completed',
  time: '2026-11-21T10:00:00.000Z',
  source: '/waybill/download-sessions',
  data: { downloadId: 'd-1', bytes: 7, ranges: [], quality: null },
};

describe('an event on one line', () => {
  it('tells when, what, of whom, from where, and the plain fields', () => {
    const line = printEvent(message(event), false);
    expect(line).toMatch(/^2026-11-21T10:00:00\.000Z {2}download\.completed +d-1 {2}download-sessions /);
    expect(line).toContain('downloadId=d-1 bytes=7');
    expect(line).not.toContain('quality');
  });

  it('has colours only where asked for', () => {
    expect(printEvent(message(event), false)).not.toContain('\u001b');
    expect(printEvent(message(event), true)).toContain('\u001b');
  });

  it('shows where something lies that is no event, and lets nothing move the cursor', () => {
    const line = printEvent(message('broken \u001b[2J'), false);
    expect(line).toContain('waybill.downloads.v1/3@42');
    expect(line).not.toContain('\u001b');
  });
});
