import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TransferServed } from '@waybill/contracts';
import { openDatabase } from '@waybill/platform';
import { createDatabase, eventually, type TestDatabase } from '@waybill/testing';
import { ByteSet } from '../src/domain/byte-set.js';
import { inStatus } from '../src/domain/download.fixture.js';
import { DownloadRecord } from '../src/persistence/download.record.js';
import { rowOf } from '../src/persistence/download-rows.js';
import { RememberBeginnings1763701240000 } from '../src/persistence/migrations/1763701240000-remember-beginnings.js';
import { migrations } from '../src/persistence/migrations/index.js';
import { ServiceFixture } from './service.fixture.js';

const BEGAN = Date.parse('2024-01-25T12:00:00.000Z');
const at = (seconds: number) => new Date(BEGAN + seconds * 1000).toISOString();

describe('holes of short bodies', () => {
  const service = new ServiceFixture();
  beforeAll(() => service.start(), 60_000);
  afterAll(() => service.stop(), 60_000);

  const row = async (id: string) => {
    const [found] = await service.database.query<{ status: string; beginnings: unknown; served: number }[]>(
      'SELECT status, beginnings, bytes_served AS served FROM downloads WHERE id = $1',
      [id],
    );
    return found;
  };

  /** What the living one of two elements served: every other tenth of the file, and its last one. */
  const living = (downloadId: string): Partial<TransferServed> & { downloadId: string } => ({
    downloadId,
    bodies: 6,
    ranges: [0, 200, 400, 600, 800].map((start) => ({ start, end: start === 800 ? 1000 : start + 100 })),
    startedAt: at(0),
    lastStartedAt: at(9),
  });
  const losses = (downloadId: string): (Partial<TransferServed> & { downloadId: string })[] =>
    [100, 300, 500, 700].map((start) => ({
      downloadId,
      outcome: 'lost',
      ranges: [],
      unknown: [{ start, end: start + 100 }],
      startedAt: at(start / 100),
      reportedAt: at(20),
    }));

  it('are filled by what another element served before they were told', async () => {
    const id = await service.create({ assetId: 'clip' });
    await service.serve(living(id));
    await eventually(async () =>
      expect(await row(id)).toMatchObject({
        status: 'downloading',
        beginnings: [200, 400, 600, 800].map((offset) => [offset, BEGAN + 9_000]),
      }),
    );
    await service.serve(...losses(id));
    await eventually(async () =>
      expect(await row(id)).toMatchObject({ status: 'completed', beginnings: null, served: 600 }),
    );
    const { body } = await service.ask('GET', `/downloads/${id}`);
    expect(body.data.download).toMatchObject({ accuracy: 'claimed', downloaded: 1000 });
  });

  it('are filled by what is told after them', async () => {
    const id = await service.create({ assetId: 'clip' });
    await service.serve(...losses(id), living(id));
    await eventually(async () => expect(await row(id)).toMatchObject({ status: 'completed', served: 600 }));
  });

  it('stay where nobody went on', async () => {
    const id = await service.create({ assetId: 'clip' });
    const [first, ...others] = losses(id);
    if (first === undefined) throw new Error('There is no loss');
    await service.serve({ ...living(id), startedAt: at(0), lastStartedAt: at(0.5) }, ...others, {
      ...first,
      startedAt: at(0.55),
    });
    await eventually(async () =>
      expect(await row(id)).toMatchObject({
        status: 'downloading',
        // The clocks of two elements may differ by so much.
        beginnings: [400, 600, 800].map((offset) => [offset, BEGAN + 500]),
      }),
    );
  });
});

describe('a download that ran before beginnings were kept', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase('sessions');
  });
  afterAll(() => database.drop());

  it('keeps what its transfers told of them', async () => {
    const remembered = [
      { id: 'a', offset: 0, startedAt: BEGAN, reportedAt: BEGAN },
      { id: 'b', offset: 200, startedAt: BEGAN + 1, reportedAt: BEGAN + 2 },
      { id: 'c', offset: 250, startedAt: BEGAN + 3, reportedAt: BEGAN + 4 },
    ];
    const covered = ByteSet.of([
      { start: 0, end: 100 },
      { start: 200, end: 300 },
    ]);
    const old = { ...inStatus('downloading', { covered }).state, recentTransfers: remembered };
    const whole = { ...old, id: 'dl_2', assetId: 'another', covered: ByteSet.upTo(300) };
    const earlier = migrations.slice(0, migrations.indexOf(RememberBeginnings1763701240000));
    const before = await openDatabase({
      url: database.url,
      entities: [],
      migrations: earlier,
    });
    await before.query(
      'INSERT INTO downloads SELECT * FROM jsonb_populate_recordset(NULL::downloads, $1::jsonb)',
      [JSON.stringify([rowOf(old), rowOf(whole)])],
    );
    await before.destroy();
    const after = await openDatabase({ url: database.url, entities: [DownloadRecord], migrations });
    const [first, second] = await after.getRepository(DownloadRecord).find({ order: { id: 'ASC' } });
    await after.destroy();
    expect(first?.toState().beginnings).toEqual(new Map([[200, BEGAN + 1]]));
    expect(second?.toState().beginnings).toEqual(new Map());
  });
});
