import { check, checkStatus, textAt, numberAt } from '../checks.ts';
import { readQuota } from '../quota.ts';
import type { Step } from '../story.ts';

/** A download holds room on the quota and carries a link. */
export const create: Step = {
  title: 'Creating the download',
  run: async (story) => {
    const { buyer, assetId, file } = story;
    const before = await readQuota(buyer);
    check('nothing is held before', before.used === 0 && before.reserved === 0, before);
    const created = await buyer.post('/downloads', { resourceId: assetId });
    checkStatus('it is created', created, 201);
    story.downloadId = textAt(created, 'data.download.id');
    story.link = textAt(created, 'data.download.downloadUrl');
    check('it is as large as the file', numberAt(created, 'data.download.fileSize') === file.size, created);
    const after = await readQuota(buyer);
    check('room for all of it is held', after.used === file.size && after.reserved === file.size, after);
  },
};
