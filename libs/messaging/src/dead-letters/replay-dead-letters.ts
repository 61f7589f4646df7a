import {
  type DeadLetterParked,
  deadLetterParked,
  parseData,
  parseEnvelope,
  TOPICS,
} from '@waybill/contracts';
import { uuidv7 } from '@waybill/kernel';
import type {
  Batch,
  EventBus,
  IncomingMessage,
  OutgoingMessage,
  SubscriptionOptions,
} from '../bus/event-bus.js';
import { WakeUp } from '../bus/wake-up.js';
import { REPLAY_FOR } from './replay-header.js';

export interface ReplayFilter {
  readonly group?: string;
  readonly topic?: string;
  /** The end is where nothing came for so long. */
  readonly quietMs?: number;
}

/**
 * Sends parked messages again, for the group that gave up on them and for nobody else. The bus remembers (by filter)
 * how far a replay came; what is sent twice all the same is handled once, for only a parked event is taken up again.
 * What is given up again meanwhile waits for the next replay. Gives how many were sent.
 */
export async function replayDeadLetters(bus: EventBus, filter: ReplayFilter = {}): Promise<number> {
  let sent = 0;
  const group = `dead-letter-replay/${filter.group ?? '*'}/${filter.topic ?? '*'}`;
  const parkedBefore = new Date();
  await readDeadLetters(bus, { group, parkedBefore }, filter, async (letters) => {
    await bus.publish(letters.map(again));
    sent += letters.length;
  });
  return sent;
}

/** Counts all dead letters that are kept, by group and topic; sends nothing, and does not change what a replay sends. */
export async function countDeadLetters(
  bus: EventBus,
  filter: ReplayFilter = {},
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const look = { group: `dead-letter-count/${uuidv7()}`, glance: 'beginning' } as const;
  await readDeadLetters(bus, look, filter, (letters) => {
    for (const { group, topic } of letters)
      counts.set(`${group} ${topic}`, (counts.get(`${group} ${topic}`) ?? 0) + 1);
    return Promise.resolve();
  });
  return counts;
}

interface Reader extends Pick<SubscriptionOptions, 'group' | 'glance'> {
  /** Later ones are left unread. */
  readonly parkedBefore?: Date;
}

async function readDeadLetters(
  bus: EventBus,
  { parkedBefore, ...reader }: Reader,
  filter: ReplayFilter,
  use: (letters: readonly DeadLetterParked[]) => Promise<void>,
): Promise<void> {
  // A subscription waits for a bus that is away; who runs a command wants to be told.
  await bus.check();
  const activity = new WakeUp();
  const crash = Promise.withResolvers<never>();
  const subscription = await bus.subscribe({
    ...reader,
    topics: [TOPICS.deadLetters],
    onBatch: async (batch) => {
      const { messages, letters } = readUntil(batch, parkedBefore);
      const last = messages.at(-1);
      if (last === undefined) return;
      await use(letters.filter((letter) => isAskedFor(letter, filter)));
      await batch.done(last);
      activity.wake();
    },
    onCrash: (error) => crash.reject(error),
  });
  try {
    await Promise.race([crash.promise, subscription.ready()]);
    await Promise.race([crash.promise, untilQuiet(activity, filter.quietMs ?? 3_000)]);
  } finally {
    await subscription.stop();
  }
}

async function untilQuiet(activity: WakeUp, quietMs: number): Promise<void> {
  while (!(await activity.wait(quietMs)));
}

/** Those of a partition lie in the order in which they were parked. */
function readUntil({ messages }: Batch, parkedBefore: Date | undefined) {
  const letters = messages.map(letterOf);
  const later = letters.findIndex(
    ({ parkedAt }) => parkedBefore !== undefined && new Date(parkedAt) > parkedBefore,
  );
  const count = later === -1 ? messages.length : later;
  return { messages: messages.slice(0, count), letters: letters.slice(0, count) };
}

function isAskedFor({ group, topic, value }: DeadLetterParked, filter: ReplayFilter): boolean {
  return value !== null && group === (filter.group ?? group) && topic === (filter.topic ?? topic);
}

function letterOf(message: IncomingMessage): DeadLetterParked {
  return parseData(deadLetterParked, parseEnvelope(message.value)).data;
}

function again({ group, topic, key, eventId, value }: DeadLetterParked): OutgoingMessage {
  return {
    topic,
    key: key ?? '',
    id: eventId ?? uuidv7(),
    value: value ?? '',
    headers: { [REPLAY_FOR]: group },
  };
}
