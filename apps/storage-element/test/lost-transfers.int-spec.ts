import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDownloadId, uuidv7 } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { TransferBook } from '../src/accounting/transfer-book.js';
import { factsOf } from '../src/accounting/transfer-facts.fixture.js';
import { type RunningElement, startElement } from './running-element.js';

/** No process has it: Linux counts no further than 2^22. */
const NOBODY = 2 ** 22 + 1;

describe('transfers of an element that died', () => {
  let element: RunningElement;

  beforeAll(async () => {
    element = await startElement({ settings: { ELEMENT_LEASE_SECONDS: '2' } });
  }, 60_000);
  afterAll(() => element.stop());

  const book = () => element.service.app.get(TransferBook, { strict: false });

  async function leaveBehind(host: string, pid: number, secondsSilent: number): Promise<string> {
    const [elementId, downloadId] = [uuidv7(), newDownloadId()];
    await element.database.query(
      `INSERT INTO elements (id, host, pid, flushes, seen_at) VALUES ($1, $2, $3, 1, now() - make_interval(secs => $4))`,
      [elementId, host, pid, secondsSilent],
    );
    await element.database.query(
      `INSERT INTO transfers (id, element_id, facts, planned, delivered, sequence, started_at, reported_at)
       VALUES ($1, $2, $3, $4, 150, 3, now(), now())`,
      [
        uuidv7(),
        elementId,
        factsOf(downloadId),
        JSON.stringify([
          { start: 0, end: 100 },
          { start: 500, end: 900 },
        ]),
      ],
    );
    return downloadId;
  }

  const reportsOf = (downloadId: string) =>
    element.served().filter((report) => report.downloadId === downloadId);

  it('are reported once, with what they may have delivered', async () => {
    const downloadId = await leaveBehind('another-machine', 1, 60);
    await Promise.all(Array.from({ length: 20 }, () => book().reportLost()));
    const reports = await eventually(() => {
      expect(reportsOf(downloadId)).toHaveLength(1);
      return reportsOf(downloadId);
    });
    expect(reports[0]).toMatchObject({
      outcome: 'lost',
      sequence: 3,
      bytes: 0,
      ranges: [],
      unknown: [{ start: 550, end: 900 }],
    });
    const { rowCount } = await element.database.query(
      `SELECT 1 FROM elements WHERE host = 'another-machine'`,
    );
    expect(rowCount).toBe(0);
  });

  it('are reported at once where the process was on this machine', async () => {
    const downloadId = await leaveBehind(hostname(), NOBODY, 0);
    await book().reportLost();
    await eventually(() => expect(reportsOf(downloadId)).toHaveLength(1));
  });

  it('are left alone while another machine gives signs of life', async () => {
    const alive = await leaveBehind('a-living-machine', 1, -60);
    const dead = await leaveBehind('a-dead-machine', 1, 60);
    await book().reportLost();
    await eventually(() => expect(reportsOf(dead)).toHaveLength(1));
    expect(reportsOf(alive)).toHaveLength(0);
    await element.database.query(`DELETE FROM transfers WHERE facts->>'downloadId' = $1`, [alive]);
  });

  it('says that it lives itself', async () => {
    await eventually(async () => {
      const { rowCount } = await element.database.query(
        `SELECT 1 FROM elements WHERE host = $1 AND pid = $2 AND seen_at > now() - interval '2 seconds'`,
        [hostname(), process.pid],
      );
      expect(rowCount).toBe(1);
    });
  });
});
