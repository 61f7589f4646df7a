import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { publish, somebody } from '../contract/world.js';
import { create, untilFigures, untilQuota, untilStatus } from './account.js';

const MIB = 1024 * 1024;
const SIZE = 24 * MIB + 11;
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A stretch of the file, asked for the way download tools do, and left for good after `leaveAfter` bytes. */
async function take(link: string, start: number, end: number, leaveAfter = Infinity): Promise<Buffer> {
  const connection = new AbortController();
  const range = `bytes=${String(start)}-${String(end - 1)}`;
  const answer = await fetch(link, { headers: { range }, signal: connection.signal });
  expect(answer.status).toBe(206);
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    received += chunk.length;
    if (received >= leaveAfter) break;
  }
  connection.abort();
  return Buffer.concat(chunks);
}

/** The same, broken off once and gone on with where it was. */
async function takeInTwo(link: string, start: number, end: number): Promise<Buffer> {
  const first = await take(link, start, end, MIB);
  return Buffer.concat([first, await take(link, start + first.length, end)]);
}

describe('a download that is cut and gone on with', () => {
  it('from one connection to the next (curl -C -, wget -c) is one download, complete once', async () => {
    const person = somebody();
    const { id: assetId, file } = await publish({ size: SIZE });
    const { id, link } = await create(person, assetId);
    const parts = [await take(link, 0, SIZE, 5 * MIB)];
    const length = () => parts.reduce((sum, part) => sum + part.length, 0);
    parts.push(await take(link, length(), SIZE, 3 * MIB));
    parts.push(await take(link, length(), SIZE));
    expect(digest(Buffer.concat(parts))).toBe(digest(file?.bytes ?? Buffer.alloc(0)));
    await untilStatus(person, id, 'completed');
    await untilFigures(person, { total_downloads: 1, completed_downloads: 1, failed_downloads: 0 });
    await untilQuota(person, { used: SIZE, reserved: 0 });
  });

  it('over four connections of which two break (aria2c -x4, axel -n 4) is one download, complete once', async () => {
    const person = somebody();
    const { id: assetId, file } = await publish({ size: SIZE });
    const { id, link } = await create(person, assetId);
    const quarter = Math.ceil(SIZE / 4);
    const segments = [0, 1, 2, 3].map(
      (index) => [index * quarter, Math.min(SIZE, (index + 1) * quarter)] as const,
    );
    const parts = await Promise.all(
      segments.map(([start, end], index) =>
        index % 2 === 0 ? takeInTwo(link, start, end) : take(link, start, end),
      ),
    );
    expect(digest(Buffer.concat(parts))).toBe(digest(file?.bytes ?? Buffer.alloc(0)));
    await untilStatus(person, id, 'completed');
    await untilFigures(person, { total_downloads: 1, completed_downloads: 1, failed_downloads: 0 });
  });

  it('is not gone on with where the file is another: the whole comes instead', async () => {
    const person = somebody();
    const { id: assetId, file } = await publish({ size: 1000 });
    const { link } = await create(person, assetId);
    const answer = await fetch(link, { headers: { range: 'bytes=500-', 'if-range': '"another"' } });
    expect([answer.status, Buffer.from(await answer.arrayBuffer()).length]).toEqual([200, 1000]);
    const etag = answer.headers.get('etag') ?? '';
    const rest = await fetch(link, { headers: { range: 'bytes=500-', 'if-range': etag } });
    expect(rest.status).toBe(206);
    expect(Buffer.from(await rest.arrayBuffer())).toEqual(file?.bytes.subarray(500));
  });
});
