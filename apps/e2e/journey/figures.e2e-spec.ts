import { describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import fc from 'fast-check';
import { admin, fresh, type Person, publish, somebody } from '../contract/world.js';
import { type Expected, fileFigures, personFigures } from './expected-figures.js';
import { type ObservedStory, playObserved, playReported, type ReportedStory } from './stories.js';

const observed: fc.Arbitrary<ObservedStory> = fc.record({
  kind: fc.constant('observed'),
  size: fc.integer({ min: 1, max: 200_000 }),
  actions: fc.array(
    fc.constantFrom(
      'head',
      'piece',
      'piece',
      'again',
      'not-modified',
      'beyond',
      'renew',
      'pause',
      'download',
    ),
    { maxLength: 7 },
  ),
  end: fc.constantFrom('finish', 'finish', 'cancel', 'leave'),
});
const reported: fc.Arbitrary<ReportedStory> = fc.record({
  kind: fc.constant('reported'),
  size: fc.integer({ min: 1, max: 5_000_000 }),
  fileName: fc.constantFrom('a.pdf', 'b.zip', 'c.mp4', 'd'),
  progress: fc.array(fc.nat(5_000_000), { maxLength: 3 }),
  actions: fc.array(fc.constantFrom('cancel', 'resume', 'again'), { maxLength: 3 }),
  end: fc.constantFrom('complete', 'complete', 'fail', 'cancel', 'leave'),
});
// A person's fourth running download would wait for a place, without a link.
const stories = fc
  .tuple(fc.array(observed, { minLength: 1, maxLength: 3 }), fc.array(reported, { maxLength: 3 }))
  .map(([some, others]) => [...some, ...others]);

/** Several people take the same turns on the same files, so that people and files differ in what they count. */
describe('the figures of random histories', () => {
  it('are those that whoever made them would write down', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (told) => {
        const people = [somebody(), somebody()];
        const results = await Promise.all(told.map((story) => play(story, people)));
        const expected = results.flat();
        for (const person of people) await untilSame(() => comparePerson(person, expected));
        for (const fileId of new Set(expected.map((one) => one.fileId)))
          await untilSame(() => compareFile(fileId, expected));
      }),
      { numRuns: 4, endOnFailure: true },
    );
  }, 240_000);
});

async function play(story: ObservedStory | ReportedStory, people: readonly Person[]): Promise<Expected[]> {
  if (story.kind === 'reported') {
    const fileId = fresh('file');
    return Promise.all(people.map((person) => playReported(person, fileId, story)));
  }
  const asset = await publish({ size: story.size });
  return Promise.all(people.map((person) => playObserved(person, asset, story)));
}

const untilSame = (compare: () => Promise<void>) => eventually(compare, { timeoutMs: 30_000 });

async function comparePerson(person: Person, all: readonly Expected[]): Promise<void> {
  const { summary, stats, statuses } = personFigures(all.filter(({ userId }) => userId === person.id));
  const answer = await person.get(`/api/downloads/user/${person.id}/summary`);
  expect(answer.body).toMatchObject(summary);
  const history = await person.get(`/api/downloads/user/${person.id}/history?days=1`);
  const { downloads } = history.body as { downloads: { download_id: string; status: string }[] };
  expect(Object.fromEntries(downloads.map((one) => [one.download_id, one.status]))).toEqual(statuses);
  expect((await person.get('/downloads/stats?period=week')).body).toMatchObject({
    data: { overview: stats },
  });
}

async function compareFile(fileId: string, all: readonly Expected[]): Promise<void> {
  const { hours, ...figures } = fileFigures(all.filter((one) => one.fileId === fileId));
  const { body } = await admin.get(`/api/downloads/files/${fileId}/analytics`);
  expect(body).toMatchObject(figures);
  const { hourly_distribution: found } = body as {
    hourly_distribution: { hour: number; downloads: number }[];
  };
  expect(found.reduce((sum, { downloads }) => sum + downloads, 0)).toBe(figures.total_downloads);
  for (const { hour } of found) expect(hours).toContain(hour);
}
