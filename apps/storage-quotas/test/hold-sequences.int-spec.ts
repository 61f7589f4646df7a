import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError, GIB, newDownloadId, uuidv7 } from '@waybill/kernel';
import fc from 'fast-check';
import { type DownloadReport } from '../src/application/follow-downloads.js';
import { report } from './reports.js';
import { LEASE_MS, openService, type Service } from './service.fixture.js';

type Phase = DownloadReport['phase'];

/** What really happens to a download: each step is an event; `attempt` is its generation. */
interface Step {
  readonly phase: Phase;
  readonly generation: number;
  readonly revision: number;
}

/** Lives as the state machine allows them: created, perhaps failed and retried, perhaps completed, cancelled, deleted. */
const life: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.integer({ min: 0, max: 2 }),
    fc.constantFrom<readonly Phase[]>([], ['completed'], ['ended'], ['completed', 'gone'], ['ended', 'gone']),
  )
  .map(([retries, end]) => {
    const attempts = Array.from({ length: retries }, (_, attempt) => [
      { phase: 'live' as const, generation: attempt + 1 },
      { phase: 'ended' as const, generation: attempt + 1 },
    ]).flat();
    const last = retries + 1;
    const steps = [
      ...attempts,
      { phase: 'live' as const, generation: last },
      ...end.map((phase) => ({ phase, generation: last })),
    ];
    return steps.map((step, index) => ({ ...step, revision: index + 1 }));
  });

type Call =
  | { readonly kind: 'event'; readonly download: number; readonly step: Step }
  | { readonly kind: 'hold' | 'release'; readonly download: number; readonly generation: number }
  | { readonly kind: 'leases' };

interface Story {
  readonly bytes: readonly number[];
  readonly lives: readonly (readonly Step[])[];
  readonly calls: readonly Call[];
}

/** Every event at least once, some twice, in any order, among holds, releases and leases that run out. */
function stories({ releases }: { releases: boolean }): fc.Arbitrary<Story> {
  return fc.array(life, { minLength: 1, maxLength: 4 }).chain((lives) => {
    const events: Call[] = lives.flatMap((steps, download) =>
      steps.map((step) => ({ kind: 'event' as const, download, step })),
    );
    const other = fc.oneof(
      fc.record({
        kind: fc.constantFrom(...(releases ? (['hold', 'release'] as const) : (['hold'] as const))),
        download: fc.nat({ max: lives.length - 1 }),
        generation: fc.integer({ min: 1, max: 3 }),
      }),
      fc.constant({ kind: 'leases' as const }),
      fc.constantFrom(...events),
    );
    const calls = fc
      .array(other, { maxLength: 16 })
      .chain((more) => fc.shuffledSubarray([...events, ...more], { minLength: events.length + more.length }));
    const size = fc.integer({ min: 1, max: 3 * GIB });
    return fc.record({
      bytes: fc.array(size, { minLength: lives.length, maxLength: lives.length }),
      lives: fc.constant(lives),
      calls,
    });
  });
}

describe('any sequence of holds, events, duplicates, reordering and releases', () => {
  let service: Service;
  beforeAll(async () => {
    service = await openService();
  });
  afterAll(() => service.close());

  it('keeps the sums equal to the holds, and never reserves past the total', async () => {
    await fc.assert(
      fc.asyncProperty(stories({ releases: true }), async (story) => {
        await play(service, story);
        expect(await service.audit.drifts()).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('ends where the events in their true order end, once leases have run out', async () => {
    await fc.assert(
      fc.asyncProperty(stories({ releases: false }), async (story) => {
        const userId = await play(service, story);
        service.clock.advance(LEASE_MS);
        await service.releaseExpiredLeases.execute();
        const state = (await service.quotas.find(userId))?.state;
        expect([state?.heldBytes, state?.committedBytes]).toEqual([
          weigh(story, 'live'),
          weigh(story, 'completed'),
        ]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

function weigh({ lives, bytes }: Story, phase: Phase): number {
  const last = lives.map((steps) => steps.at(-1)?.phase);
  return last.reduce((sum, one, index) => sum + (one === phase ? (bytes[index] ?? 0) : 0), 0);
}

async function play(service: Service, { calls, bytes, lives }: Story): Promise<string> {
  const userId = uuidv7();
  const ids = lives.map(() => newDownloadId());
  for (const call of calls) await perform(service, userId, ids, bytes, call);
  return userId;
}

async function perform(
  service: Service,
  userId: string,
  ids: readonly string[],
  bytes: readonly number[],
  call: Call,
): Promise<void> {
  if (call.kind === 'leases') {
    service.clock.advance(LEASE_MS);
    await service.releaseExpiredLeases.execute();
    return;
  }
  const downloadId = ids[call.download] ?? '';
  const size = bytes[call.download] ?? 0;
  if (call.kind === 'release') await service.releaseHold.execute(downloadId, call.generation);
  if (call.kind === 'event') await service.follow(report({ ...call.step, userId, downloadId, bytes: size }));
  if (call.kind === 'hold')
    await reserve(service, { userId, downloadId, bytes: size, generation: call.generation });
}

async function reserve(
  service: Service,
  hold: { userId: string; downloadId: string; bytes: number; generation: number },
): Promise<void> {
  const before = (await service.quotas.find(hold.userId))?.usedBytes ?? 0;
  try {
    await service.placeHold.execute({ ...hold, tier: 'free' });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(['INSUFFICIENT_STORAGE', 'INVALID_STATE']).toContain(error.code);
  }
  const after = (await service.quotas.find(hold.userId))?.usedBytes ?? 0;
  expect(after).toBeGreaterThanOrEqual(before);
  if (after > before) expect(after).toBeLessThanOrEqual(5 * GIB);
}
