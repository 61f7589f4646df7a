import { at } from '../person.ts';
import { check, until } from '../checks.ts';
import type { Step } from '../story.ts';

/** Every resume and every range was one download. */
export const count: Step = {
  title: 'Counting',
  run: async ({ buyer }) => {
    const summary = await until(
      () => buyer.get(`/api/downloads/user/${buyer.id}/summary`),
      (answer) => at(answer, 'completed_downloads') === 1,
    );
    const { body } = summary;
    check('one download, and it was completed', at(summary, 'total_downloads') === 1, body);
    check('by the figures too', at(summary, 'completed_downloads') === 1, body);
    check('none failed', at(summary, 'failed_downloads') === 0, body);
    console.log(`  ${JSON.stringify(body)}`);
  },
};
