import { parseEnvelope, TOPICS, type CloudEvent } from '@waybill/contracts';
import { openEventBus, type Batch } from '@waybill/messaging';
import { setTimeout as delay } from 'node:timers/promises';
import { findCarrier } from '../../events/carrier.ts';
import { check } from '../checks.ts';
import { foldRepeats, isSubsequence } from '../event-list.ts';
import type { Step, Story } from '../story.ts';

const EXPECTED = [
  'waybill.file.stored',
  'waybill.asset.published',
  'waybill.grant.denied',
  'waybill.order.changed',
  'waybill.download.created',
  'waybill.transfer.served',
  'waybill.download.started',
  'waybill.download.paused',
  'waybill.download.resumed',
  'waybill.download.completed',
];

/** Reads the bus as an analyst would, with a group of its own. */
export const events: Step = {
  title: 'The events that passed',
  run: async (story) => {
    const passed = await read(story);
    for (const line of foldRepeats(passed)) console.log(`  ${line}`);
    const types = passed.map(({ type }) => type);
    check('nothing is missing, and the order is right', isSubsequence(EXPECTED, types), types);
    check('no consumer gave up on one', !types.includes('waybill.dead-letter.parked'), types);
  },
};

async function read(story: Story): Promise<CloudEvent[]> {
  const found = new Map<string, CloudEvent>();
  const bus = await openEventBus(findCarrier('demo'));
  try {
    await bus.subscribe({
      group: 'waybill-demo',
      topics: Object.values(TOPICS),
      onBatch: (batch) => collect(batch, story, found),
      onCrash: (error) => console.error(error),
    });
    await untilQuiet(found);
  } finally {
    await bus.close();
  }
  return [...found.values()].toSorted((a, b) => a.time.localeCompare(b.time) || a.id.localeCompare(b.id));
}

async function collect(batch: Batch, story: Story, found: Map<string, CloudEvent>): Promise<void> {
  for (const message of batch.messages) {
    const event = parseEnvelope(message.value);
    if (concerns(event, story)) found.set(event.id, event);
    await batch.done(message);
  }
}

function concerns(event: CloudEvent, story: Story): boolean {
  const ids = [story.fileId, story.assetId, story.orderId, story.downloadId, story.buyer.id];
  return ids.some((id) => JSON.stringify(event.data).includes(id));
}

/** Everything is there when the last one is, and no more came for a while. */
async function untilQuiet(found: ReadonlyMap<string, CloudEvent>): Promise<void> {
  const deadline = Date.now() + 15_000;
  let seen = -1;
  while (Date.now() < deadline && (seen !== found.size || !hasCompleted(found))) {
    seen = found.size;
    await delay(500);
  }
}

const hasCompleted = (found: ReadonlyMap<string, CloudEvent>) =>
  [...found.values()].some(({ type }) => type === 'waybill.download.completed');
