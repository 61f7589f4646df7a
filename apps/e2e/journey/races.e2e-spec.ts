import { describe, expect, it } from '@jest/globals';
import { type Answer, at, publish, somebody } from '../contract/world.js';
import { quotaOf } from './account.js';

const GIB = 1024 ** 3;
const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const withStatus = (answers: readonly Answer[], status: number) =>
  answers.filter((answer) => answer.status === status);

describe('many at once', () => {
  it('100 creates with room for one: one is made, and the quota is never over', async () => {
    const person = somebody();
    // Hosted elsewhere, at 1080p: the size is the original's, and two do not fit into 5 GiB.
    const assets = await times(100, () => publish({ originalSizeBytes: 3 * GIB }));
    const answers = await Promise.all(
      assets.map(({ id }) => person.post('/downloads', { resourceId: id, quality: 'high' })),
    );
    expect(withStatus(answers, 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    for (const answer of refused) expect([409, 413]).toContain(answer.status);
    expect(withStatus(refused, 413).length).toBeGreaterThan(0);
    for (const answer of withStatus(refused, 413))
      expect(at(answer, 'error.code')).toBe('INSUFFICIENT_STORAGE');
    expect(await quotaOf(person)).toEqual({ used: 3 * GIB, reserved: 3 * GIB, total: 5 * GIB });
  });

  it('20 creates of one asset by one person: one is made, 19 name it', async () => {
    const person = somebody();
    const { id, file } = await publish();
    const answers = await times(20, () => person.post('/downloads', { resourceId: id }));
    const [made] = withStatus(answers, 201);
    expect(withStatus(answers, 201)).toHaveLength(1);
    expect(withStatus(answers, 409)).toHaveLength(19);
    for (const answer of withStatus(answers, 409)) {
      expect(at(answer, 'error.code')).toBe('DOWNLOAD_IN_PROGRESS');
      expect(at(answer, 'error.details.downloadId')).toBe(made && at(made, 'data.download.id'));
    }
    expect(await quotaOf(person)).toMatchObject({ used: file?.bytes.length });
  });

  it('20 pauses, starts and cancels at once leave one clear state', async () => {
    const person = somebody();
    const { id: assetId } = await publish();
    const created = await person.post('/downloads', { resourceId: assetId });
    const id = at<string>(created, 'data.download.id');
    const verbs = ['pause', 'start', 'cancel', 'start'];
    const answers = await times(20, (index) => person.post(`/downloads/${id}/${verbs[index % 4] ?? ''}`));
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect(at(await person.get(`/downloads/${id}`), 'data.download.status')).toBe('cancelled');
  });
});
