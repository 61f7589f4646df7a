import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TransferServed } from '@waybill/contracts';
import { newDownloadId, uuidv7 } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { FileJournal } from '../src/accounting/file-journal.js';
import { TransferAccount } from '../src/accounting/transfer-account.js';
import type { TransferFacts } from '../src/accounting/transfer-facts.js';
import { factsOf } from '../src/accounting/transfer-facts.fixture.js';
import { TransferLedger } from '../src/accounting/transfer-ledger.js';
import { RelayedBody } from '../src/transfer/relayed-body.js';
import { type RunningElement, startElement } from './running-element.js';

/** No process has it: Linux counts no further than 2^22. */
const NOBODY = 2 ** 22 + 1;
const SIZE = 1000;

function accountOf(facts: TransferFacts, start: number, end: number): TransferAccount {
  const body = new RelayedBody({ pieces: [{ kind: 'slice', start, end }], length: end - start });
  return new TransferAccount(uuidv7(), 'r', facts, body, Date.now());
}

describe('the journal of short bodies', () => {
  let element: RunningElement;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-journal-'));
    element = await startElement({ settings: { JOURNAL_ROOT: folder } });
  }, 60_000);
  afterAll(async () => {
    await element.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const ledger = () => element.service.app.get(TransferLedger, { strict: false });
  const lostOf = (downloadId: string) =>
    element.served().filter((report) => report.downloadId === downloadId && report.outcome === 'lost');

  /** What an element leaves that noted three bodies, accounted for the first, and was killed in the middle of a line. */
  async function leaveBehind(host: string, pid: number): Promise<string> {
    const downloadId = newDownloadId();
    const line = (number: number, start: number, end: number) =>
      JSON.stringify({
        number,
        id: uuidv7(),
        planned: [{ start, end }],
        startedAt: new Date(),
        facts: factsOf(downloadId),
      });
    const text = [line(0, 0, 100), line(1, 100, 200), '{"settled":[0]}', line(2, 200, 300)].join('\n');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${host}.${pid}.${uuidv7()}.a`), `${text}\n${line(3, 0, 1).slice(0, 50)}`);
    return downloadId;
  }

  it('of an element that died is reported once, without what was accounted for', async () => {
    const downloadId = await leaveBehind(hostname(), NOBODY);
    await Promise.all(Array.from({ length: 20 }, () => ledger().recover()));
    await eventually(() =>
      expect(
        lostOf(downloadId)
          .map(({ unknown }) => unknown)
          .toSorted((a, b) => (a[0]?.start ?? 0) - (b[0]?.start ?? 0)),
      ).toEqual([[{ start: 100, end: 200 }], [{ start: 200, end: 300 }]]),
    );
    expect((await readdir(folder)).filter((name) => name.includes(`.${NOBODY}.`))).toEqual([]);
  });

  it('of a machine that was just heard of is left alone', async () => {
    const downloadId = await leaveBehind('another-machine', 1);
    await ledger().recover();
    expect(lostOf(downloadId)).toEqual([]);
    expect((await readdir(folder)).some((name) => name.startsWith('another-machine.'))).toBe(true);
  });

  it('knows of a body before its first byte, until the database does', async () => {
    const own = await mkdtemp(join(tmpdir(), 'waybill-journal-own-'));
    const journal = new FileJournal({ folder: own, leaseMs: 1 });
    const facts = factsOf(newDownloadId());
    const notes = [accountOf(facts, 0, 100), accountOf(facts, 0, 100), accountOf(facts, 500, 600)].map(
      (account) => journal.note(account),
    );
    const [first, same] = notes;
    if (!first || !same) throw new Error('It was not noted');
    journal.settle(first);
    journal.turn();
    // Its writer is this very process, of an earlier life.
    const heir = new FileJournal({ folder: own, leaseMs: 1 });
    const unknown: unknown[] = [];
    const report = (lost: readonly TransferServed[]) => {
      unknown.push(...lost.map((one) => one.unknown));
      return Promise.resolve();
    };
    await heir.recover(report);
    expect(unknown).toEqual([[{ start: 0, end: 100 }], [{ start: 500, end: 600 }]]);
    await rm(own, { recursive: true, force: true });
  });

  it('knows whose a body is after the first of the same client was accounted for', async () => {
    const own = await mkdtemp(join(tmpdir(), 'waybill-journal-own-'));
    const journal = new FileJournal({ folder: own, leaseMs: 1 });
    const [ann, bob] = [factsOf(newDownloadId()), { ...factsOf(newDownloadId()), userId: 'bob' }];
    const first = journal.note(accountOf(ann, 0, 100));
    for (const [facts, start] of [
      [bob, 0],
      [ann, 100],
      [bob, 200],
    ] as const)
      journal.note(accountOf(facts, start, start + 100));
    if (first === null) throw new Error('It was not noted');
    journal.settle(first);
    journal.turn();
    const lost: TransferServed[] = [];
    await new FileJournal({ folder: own, leaseMs: 1 }).recover((reports) => {
      lost.push(...reports);
      return Promise.resolve();
    });
    expect(lost.map(({ userId, downloadId, unknown }) => [userId, downloadId, unknown[0]?.start])).toEqual([
      ['bob', bob.downloadId, 0],
      ['ann', ann.downloadId, 100],
      ['bob', bob.downloadId, 200],
    ]);
    await rm(own, { recursive: true, force: true });
  });

  it('is empty when everything is accounted for', async () => {
    const file = await element.store(randomBytes(SIZE));
    const token = await element.ticket(file, { did: newDownloadId() });
    for (let round = 0; round < 20; round += 1)
      await (await element.download(file.id, token, { range: `bytes=${round}-` })).arrayBuffer();
    await eventually(() =>
      expect(
        element
          .served()
          .filter(({ fileId }) => fileId === file.id)
          .reduce((sum, { bodies = 1 }) => sum + bodies, 0),
      ).toBe(20),
    );
    await eventually(async () => {
      const names = (await readdir(folder)).filter(
        (name) => /\.[ab]$/.test(name) && !name.startsWith('another'),
      );
      expect(names.length).toBe(2);
      for (const name of names) expect((await stat(join(folder, name))).size).toBe(0);
    });
  });
});
