import { describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { publish, somebody } from '../contract/world.js';
import { create, start, untilStatus } from '../journey/account.js';
import { describeFullStack } from '../stack/backing.js';
import { query } from '../stack/databases.js';

const PEOPLE = 40;
/** A round of the jobs where nobody made them more frequent is a minute. */
const PATIENCE_MS = 150_000;
const REPLICAS = ['download-sessions', 'download-sessions-2'];

interface Runs {
  readonly items: number;
  readonly rounds: number;
}

/** What a replica says that it did of a job. */
async function runsOf(replica: string, job: string): Promise<Runs> {
  const answer = await fetch(`${describeFullStack().services[replica]?.url ?? ''}/metrics`);
  const lines = (await answer.text()).split('\n').filter((line) => line.includes(`job="${job}"`));
  const sum = (name: string) =>
    lines
      .filter((line) => line.startsWith(name))
      .reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
  return { items: sum('job_items_total'), rounds: sum('job_runs_total') };
}

const everywhere = (job: string) => Promise.all(REPLICAS.map((replica) => runsOf(replica, job)));
const itemsOf = (runs: readonly Runs[]) => runs.reduce((total, { items }) => total + items, 0);

describe('background jobs of two replicas', () => {
  it(
    'do each thing once: what stalled is paused by one of them, and said once',
    async () => {
      const asset = await publish({ size: 1000 });
      const people = Array.from({ length: PEOPLE }, () => somebody());
      const downloads = await Promise.all(
        people.map(async (person) => {
          const { id } = await create(person, asset.id);
          return { person, id: (await start(person, id)).id };
        }),
      );
      const ids = downloads.map(({ id }) => id);
      const before = await everywhere('pause-stalled');
      await query(
        'download-sessions',
        `UPDATE downloads SET updated_at = now() - interval '2 hours' WHERE id = ANY ($1)`,
        [ids],
      );
      for (const { person, id } of downloads)
        await eventually(() => untilStatus(person, id, 'paused'), { timeoutMs: PATIENCE_MS });
      const paused = () =>
        query<{ subject: string; times: number }>(
          'analytics',
          `SELECT subject, count(*)::int AS times FROM history.events
            WHERE type = 'waybill.download.paused' AND subject = ANY ($1) GROUP BY subject`,
          [ids],
        );
      await eventually(async () => expect(await paused()).toHaveLength(PEOPLE), { timeoutMs: PATIENCE_MS });
      // Both have looked again since.
      const seen = await everywhere('pause-stalled');
      await eventually(
        async () => {
          for (const [index, { rounds }] of (await everywhere('pause-stalled')).entries())
            expect(rounds).toBeGreaterThan(seen[index]?.rounds ?? 0);
        },
        { timeoutMs: PATIENCE_MS },
      );
      expect((await paused()).filter(({ times }) => times !== 1)).toEqual([]);
      expect(itemsOf(await everywhere('pause-stalled')) - itemsOf(before)).toBe(PEOPLE);
    },
    4 * PATIENCE_MS,
  );
});
