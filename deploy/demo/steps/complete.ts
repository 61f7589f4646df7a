import { check, numberAt, textAt, until } from '../checks.ts';
import { readQuota } from '../quota.ts';
import type { Step } from '../story.ts';
import { resume } from './pause.ts';

/** The rest arrives, and the bytes are the right ones. */
export const complete: Step = {
  title: 'Resuming, to the last byte',
  run: async (story) => {
    const { buyer, downloadId, file, receiver } = story;
    await resume(story);
    await receiver.fetch(story.link);
    check('all of it has arrived', receiver.received === file.size, receiver.received);
    const digest = receiver.digest();
    check(`the SHA-256 is the same: ${digest.slice(0, 16)}…`, digest === file.sha256, digest);
    const progress = await until(
      () => buyer.get(`/downloads/${downloadId}/progress`),
      (answer) => textAt(answer, 'data.progress.status') === 'completed',
    );
    const done = textAt(progress, 'data.progress.status') === 'completed';
    check('the server says so too', done && numberAt(progress, 'data.progress.progress') === 100, progress);
    await settledQuota(story);
  },
};

async function settledQuota({ buyer, file }: Parameters<Step['run']>[0]): Promise<void> {
  await until(
    () => buyer.get('/api/storage/quota'),
    (answer) => JSON.stringify(answer.body).includes('"reserved_storage_bytes":"0"'),
  );
  const quota = await readQuota(buyer);
  check(
    `the quota holds what was stored: ${quota.words}`,
    quota.used === file.size && quota.reserved === 0,
    quota,
  );
}
