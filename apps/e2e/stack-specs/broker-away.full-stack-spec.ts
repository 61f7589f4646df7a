import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { fetchLink, publish, somebody } from '../contract/world.js';
import { create, start, untilFigures, untilQuota, untilStatus } from '../journey/account.js';
import { pidOfBacking } from '../stack/backing.js';
import { query } from '../stack/databases.js';
import { print } from './print.js';

const { WAYBILL_BROKER_AWAY_SECONDS = '60' } = process.env;
const AWAY_MS = Number(WAYBILL_BROKER_AWAY_SECONDS) * 1000;
const PATIENCE_MS = 90_000;
const SIZE = 10_000;
const COUNT = 5;

/** Stopped, not killed: a connection to it neither breaks nor answers. */
const hang = () => process.kill(pidOfBacking('kafka'), 'SIGSTOP');
const wake = () => process.kill(pidOfBacking('kafka'), 'SIGCONT');

/** What was told of a download, in the order in which analytics got it. */
const toldOf = (id: string) =>
  query<{ type: string; revision: number }>(
    'analytics',
    `SELECT type, (data->>'revision')::int AS revision FROM history.events
      WHERE subject = $1 AND source = '/waybill/download-sessions' ORDER BY position`,
    [id],
  );

describe('while the broker hangs', () => {
  afterEach(() => {
    wake();
  });

  it(
    'requests are answered and events wait; after it all of them arrive, in order',
    async () => {
      const assets = await Promise.all(Array.from({ length: COUNT }, () => publish({ size: SIZE })));
      const person = somebody();
      hang();
      const until = Date.now() + AWAY_MS;
      const ids: string[] = [];
      const began = Date.now();
      for (const asset of assets) {
        const { id } = await create(person, asset.id);
        expect(await person.post(`/downloads/${id}/pause`)).toMatchObject({ status: 200 });
        const { link } = await start(person, id);
        expect(await fetchLink(link)).toMatchObject({ status: 200 });
        ids.push(id);
      }
      print(
        `broker away: ${String(COUNT)} downloads made, paused, resumed and fetched in ${String(Date.now() - began)} ms`,
      );
      // Meanwhile, over and over, until it has been away long enough.
      const waiting = async () => {
        expect((await person.get('/downloads')).status).toBe(200);
        expect(Date.now()).toBeGreaterThan(until);
      };
      await eventually(waiting, { timeoutMs: AWAY_MS + 30_000, everyMs: 1_000 });
      wake();
      const back = Date.now();
      // Out of order, the pause would come last, or the hold of the end before that of the beginning.
      const patiently = (work: () => Promise<void>) => eventually(work, { timeoutMs: PATIENCE_MS });
      for (const id of ids) await patiently(() => untilStatus(person, id, 'completed'));
      await patiently(() => untilQuota(person, { used: COUNT * SIZE, reserved: 0 }));
      const figures = { total_downloads: COUNT, completed_downloads: COUNT, failed_downloads: 0 };
      await patiently(() => untilFigures(person, figures));
      print(`broker away: everything had arrived ${String(Date.now() - back)} ms after it was back`);
      for (const id of ids) {
        const told = await toldOf(id);
        expect(told[0]?.type).toBe('waybill.download.created');
        expect(told.at(-1)?.type).toBe('waybill.download.completed');
        const revisions = told.map(({ revision }) => revision);
        expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
      }
    },
    AWAY_MS + 4 * PATIENCE_MS,
  );
});
