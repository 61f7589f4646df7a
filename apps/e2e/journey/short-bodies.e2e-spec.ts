import { expect, it } from '@jest/globals';
import { publish, somebody } from '../contract/world.js';
import { type Kill, kill } from '../stack/services.js';
import { create, untilQuota, untilStatus } from './account.js';
import { Downloader } from './downloader.js';

/** Of a body whose beginning only the journal knows. */
const SHORT = 64 * 1024;
/** Booting takes its time on a busy machine. */
const PATIENCE_MS = 90_000;

it(
  'kill -9 of a storage element while many short bodies are fetched: what it had not told yet is no hole',
  async () => {
    const person = somebody();
    const { id: assetId, file } = await publish({ size: SHORT * 200 });
    const { id, link } = await create(person, assetId);
    let killed: Kill | undefined;
    const bytes = await new Downloader(link, SHORT * 200, SHORT).run({
      onProgress: (received) => {
        if (received > SHORT * 100) killed ??= kill('storage-element');
      },
    });
    expect(bytes.equals(file?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(killed).toBeDefined();
    await killed?.back();
    await untilStatus(person, id, 'completed');
    await untilQuota(person, { used: SHORT * 200, reserved: 0 });
  },
  PATIENCE_MS,
);
