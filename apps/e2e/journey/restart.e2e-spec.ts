import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fetchLink, publish, somebody } from '../contract/world.js';
import { TemporaryStack } from '../../../deploy/embedded/temporary-stack.js';
import { create, detailOf, quotaOf, untilFigures, untilQuota, untilStatus } from './account.js';

/** Two stacks on one machine take their time to start. */
const PATIENCE_MS = 120_000;

describe('a stack that is stopped and started again', () => {
  const { WAYBILL_URL, WAYBILL_JWT_SECRET } = process.env;
  let stack: TemporaryStack;

  const use = () => {
    process.env.WAYBILL_URL = stack.url;
    process.env.WAYBILL_JWT_SECRET = stack.jwtSecret;
  };

  beforeAll(async () => {
    stack = await TemporaryStack.create();
    await stack.start();
    use();
  }, PATIENCE_MS);

  afterAll(async () => {
    await stack.remove();
    Object.assign(process.env, { WAYBILL_URL, WAYBILL_JWT_SECRET });
  }, PATIENCE_MS);

  it(
    'has kept everything, and a download goes on where it was',
    async () => {
      const person = somebody();
      const { id: assetId, file } = await publish({ size: 1000 });
      const { id, link } = await create(person, assetId);
      expect(await fetchLink(link, 'bytes=0-499')).toMatchObject({ status: 206 });
      await stack.stop();
      expect(existsSync(stack.stackFile)).toBe(false);
      await stack.start();
      use();
      expect(await quotaOf(person)).toMatchObject({ used: 1000, reserved: 1000 });
      const started = await person.post(`/downloads/${id}/start`, { resumeFrom: 500 });
      expect(started).toMatchObject({ status: 200 });
      const detail = await detailOf(person, id);
      const fresh = (detail.body as { data: { download: { downloadUrl: string } } }).data.download
        .downloadUrl;
      const rest = await fetchLink(fresh, 'bytes=500-');
      expect(rest.bytes.equals(file?.bytes.subarray(500) ?? Buffer.alloc(0))).toBe(true);
      await untilStatus(person, id, 'completed');
      await untilQuota(person, { used: 1000, reserved: 0 });
      await untilFigures(person, { total_downloads: 1, completed_downloads: 1 });
    },
    PATIENCE_MS,
  );
});
