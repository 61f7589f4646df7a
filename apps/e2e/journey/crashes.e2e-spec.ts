import { describe, expect, it } from '@jest/globals';
import { order, publish, somebody } from '../contract/world.js';
import { type Kill, kill } from '../stack/services.js';
import { create, quotaOf, untilFigures, untilQuota, untilStatus } from './account.js';
import { Downloader } from './downloader.js';

const SIZE = 48 * 1024 * 1024;
const SERVICES = [
  'gateway',
  'download-sessions',
  'storage-quotas',
  'entitlements',
  'storage-element',
  'analytics',
];

/** The starter promises that a service is back within five seconds (DESIGN.md, section 8). */
const BACK_WITHIN_MS = 5_000;
/** A storage element that died is given up after its lease of ten seconds; booting takes its time on a busy machine. */
const PATIENCE_MS = 90_000;

describe('kill -9 in the middle of a download', () => {
  it.each(SERVICES)(
    'of %s: it is finished, held and counted exactly',
    async (service) => {
      const person = somebody();
      const { id: assetId, file } = await publish({ size: SIZE, access: 'purchase' });
      await order(person.id, assetId, 'PAID');
      const { id, link } = await create(person, assetId);
      let killed: Kill | undefined;
      const bytes = await new Downloader(link, SIZE).run({
        onProgress: (received) => {
          if (received > SIZE / 4) killed ??= kill(service);
        },
      });
      expect(bytes.equals(file?.bytes ?? Buffer.alloc(0))).toBe(true);
      expect(await killed?.replaced).toBeLessThan(BACK_WITHIN_MS);
      await killed?.back();
      await untilStatus(person, id, 'completed');
      await untilQuota(person, { used: SIZE, reserved: 0 });
      await untilFigures(person, { total_downloads: 1, completed_downloads: 1, failed_downloads: 0 });
    },
    PATIENCE_MS,
  );

  it(
    'of everything that decides, while 20 downloads are created: each is held once or not at all',
    async () => {
      const person = somebody();
      const assets = await Promise.all(Array.from({ length: 20 }, () => publish({ size: 1000 })));
      const creating = assets.map(({ id }) => person.post('/downloads', { resourceId: id }));
      const kills = ['storage-quotas', 'download-sessions'].map(kill);
      const answers = await Promise.all(creating);
      await Promise.all(kills.map((one) => one.back()));
      for (const { status } of answers) expect([201, 502, 503, 504]).toContain(status);
      // Who got no answer asks again, and by then each asset has one live download of his.
      const again = await Promise.all(assets.map(({ id }) => person.post('/downloads', { resourceId: id })));
      for (const { status } of again) expect([201, 409]).toContain(status);
      await untilQuotaIsThatOfLiveOnes(person, 20 * 1000);
    },
    PATIENCE_MS,
  );
});

/** A create that died half-way leaves a tentative hold, at most until its lease ends: never less than what lives. */
async function untilQuotaIsThatOfLiveOnes(person: ReturnType<typeof somebody>, bytes: number): Promise<void> {
  const { used } = await quotaOf(person);
  expect(used).toBeGreaterThanOrEqual(bytes);
  expect(used).toBeLessThanOrEqual(2 * bytes);
}
