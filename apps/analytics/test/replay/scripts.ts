import fc from 'fast-check';

export interface Step {
  readonly action:
    | 'fetch'
    | 'abort'
    | 'pause'
    | 'resume'
    | 'fail'
    | 'retry'
    | 'cancel'
    | 'complete'
    | 'delete'
    | 'expire'
    | 'head'
    | 'refused'
    | 'stray';
  readonly minutes: number;
  /** Of the file. */
  readonly share: number;
  readonly userAgent: string | null;
  readonly network: string | null;
}

export interface Script {
  readonly userId: string;
  readonly file: { readonly id: string; readonly name: string; readonly type: string };
  readonly size: number;
  readonly resourceType: string;
  readonly category: string | null;
  readonly reported: boolean;
  readonly speedKbps: number | null;
  readonly daysAgo: number;
  readonly minute: number;
  readonly network: string | null;
  readonly steps: readonly Step[];
}

export const PEOPLE = ['ada', 'bob', 'cleo', 'dan', 'eve'];
export const FILES = ['film.mp4', 'book.pdf', 'notes.xyz', 'tool.zip', 'song.mp3'].map((name, index) => ({
  id: `0190d7a0-0000-7000-8000-00000000000${String(index + 1)}`,
  name,
  type: ['video', 'document', 'other', 'archive', 'audio'][index] ?? '',
}));
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
export const BOTS = ['Googlebot/2.1 (+http://www.google.com/bot.html)', 'curl/8.5.0'];
/** The documentation networks (RFC 5737); the last one is in no country's list. */
export const NETWORKS = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'];

const network = fc.constantFrom(...NETWORKS, null);
const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom<Step['action']>(
    ...(['fetch', 'fetch', 'fetch', 'abort', 'pause', 'resume', 'fail', 'retry', 'retry', 'cancel'] as const),
    ...(['complete', 'complete', 'complete', 'delete', 'expire', 'head', 'refused', 'stray'] as const),
  ),
  minutes: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 3000 })),
  share: fc.constantFrom(0, 0.1, 0.25, 0.5, 0.75, 1),
  userAgent: fc.constantFrom(BROWSER, BROWSER, ...BOTS, null),
  network,
});

const script: fc.Arbitrary<Script> = fc.record({
  userId: fc.constantFrom(...PEOPLE),
  file: fc.constantFrom(...FILES),
  // Speeds are counted in microseconds: what takes only a few of them would be compared with the rounding.
  size: fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 9, arbitrary: fc.integer({ min: 1_000_000, max: 50_000_000 }) },
  ),
  resourceType: fc.constantFrom('video', 'software', 'puppetry', ''),
  category: fc.constantFrom('history', 'maths', null),
  reported: fc.boolean(),
  speedKbps: fc.option(fc.integer({ min: 1, max: 100_000 })),
  daysAgo: fc.constantFrom(0, 1, 2, 3, 5, 6, 7, 8, 25, 29, 31, 60, 100),
  minute: fc.integer({ min: 0, max: 24 * 60 - 1 }),
  network,
  steps: fc.array(step, { maxLength: 9 }),
});

export interface Delivery {
  readonly scripts: readonly Script[];
  /** Puts events into another order; as many as there are, wrapped around. */
  readonly order: readonly number[];
  /** Which of them come again. */
  readonly again: readonly number[];
}

/** Histories, and how the bus delivers them: late, out of order, some of it twice. */
export const deliveries: fc.Arbitrary<Delivery> = fc.record({
  scripts: fc.array(script, { minLength: 1, maxLength: 25 }),
  order: fc.array(fc.nat(1_000_000), { minLength: 40, maxLength: 40 }),
  again: fc.array(fc.nat(1_000_000), { maxLength: 30 }),
});

/** The events as they come. */
export function delivered<T>(events: readonly T[], { order, again }: Delivery): T[] {
  const rank = (index: number) => (order[index % order.length] ?? 0) + index * 7919;
  const shuffled = events
    .map((event, index) => ({ event, rank: rank(index) % 1_000_003 }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ event }) => event);
  const repeated =
    events.length === 0 ? [] : again.flatMap((index) => shuffled[index % shuffled.length] ?? []);
  return [...shuffled, ...repeated];
}
