import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { fetchLink, publish, somebody } from '../contract/world.js';
import { create, start, untilFigures, untilQuota, untilStatus } from '../journey/account.js';
import { pidOfBacking } from '../stack/backing.js';

const { WAYBILL_BROKER_AWAY_SECONDS = '20' } = process.env;
const AWAY_MS = Number(WAYBILL_BROKER_AWAY_SECONDS) * 1000;
const PATIENCE_MS = 90_000;
const SIZE = 10_000;
const COUNT = 5;

/** Stopped, not killed: a connection to it neither breaks nor answers. */
const hang = () => process.kill(pidOfBacking('kafka'), 'SIGSTOP');
const wake = () => process.kill(pidOfBacking('kafka'), 'SIGCONT');

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
      for (const asset of assets) {
        const { id } = await create(person, asset.id);
        expect(await person.post(`/downloads/${id}/pause`)).toMatchObject({ status: 200 });
        const { link } = await start(person, id);
        expect(await fetchLink(link)).toMatchObject({ status: 200 });
        ids.push(id);
      }
      await eventually(() => expect(Date.now()).toBeGreaterThan(until), { timeoutMs: AWAY_MS + 5_000 });
      wake();
      // Out of order, the pause would come last, or the hold of the end before that of the beginning.
      const patiently = (work: () => Promise<void>) => eventually(work, { timeoutMs: PATIENCE_MS });
      for (const id of ids) await patiently(() => untilStatus(person, id, 'completed'));
      await patiently(() => untilQuota(person, { used: COUNT * SIZE, reserved: 0 }));
      const figures = { total_downloads: COUNT, completed_downloads: COUNT, failed_downloads: 0 };
      await patiently(() => untilFigures(person, figures));
    },
    AWAY_MS + 4 * PATIENCE_MS,
  );
});
