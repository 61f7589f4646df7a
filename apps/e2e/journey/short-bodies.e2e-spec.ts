import { describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { at, publish, somebody } from '../contract/world.js';
import { type Kill, kill } from '../stack/services.js';
import { bytesOfFile } from '../stack-specs/figures.js';
import { create, detailOf, type Download, untilFigures, untilQuota, untilStatus } from './account.js';
import { Downloader } from './downloader.js';

/** Of a body whose beginning only the journal knows. */
const SHORT = 64 * 1024;
const SIZE = SHORT * 200;
/** Booting takes its time on a busy machine. */
const PATIENCE_MS = 120_000;

interface Fetching {
  readonly person: ReturnType<typeof somebody>;
  readonly download: Download;
  readonly fileId: string;
  readonly bytes: Buffer;
}

async function begin(): Promise<Fetching> {
  const person = somebody();
  const { id: assetId, file } = await publish({ size: SIZE });
  if (file === null) throw new Error('There is no file');
  return { person, download: await create(person, assetId), fileId: file.id, bytes: file.bytes };
}

/** Nothing is missing, nothing is twice; and where a body was never told of, the download says that it was claimed. */
async function untilRight({ person, download: { id }, fileId }: Fetching): Promise<void> {
  await untilStatus(person, id, 'completed');
  await untilQuota(person, { used: SIZE, reserved: 0 });
  await untilFigures(person, { total_downloads: 1, completed_downloads: 1, failed_downloads: 0 });
  await eventually(async () => {
    const accuracy = at(await detailOf(person, id), 'data.download.accuracy');
    const bytes = await bytesOfFile(fileId);
    // The body that broke off may have been sent without arriving, and is sent again.
    expect(bytes).toBeLessThanOrEqual(SIZE + SHORT);
    expect(accuracy).toBe(bytes < SIZE ? 'claimed' : accuracy);
  });
}

describe('kill -9 of a storage element while many short bodies are fetched', () => {
  it(
    'what it had not told yet is no hole, whoever served what came behind it',
    async () => {
      const all = await Promise.all([begin(), begin(), begin()]);
      let killed: Kill | undefined;
      const onProgress = (received: number) => {
        if (received > SIZE / 2) killed ??= kill('storage-element');
      };
      const fetched = await Promise.all(
        all.map(({ download }) => new Downloader(download.link, SIZE, SHORT).run({ onProgress })),
      );
      fetched.forEach((bytes, index) =>
        expect(bytes.equals(all[index]?.bytes ?? Buffer.alloc(0))).toBe(true),
      );
      expect(killed).toBeDefined();
      await killed?.back();
      await Promise.all(all.map(untilRight));
    },
    PATIENCE_MS,
  );
});
