import { countDeadLetters, openEventBus, replayDeadLetters } from '@waybill/messaging';
import type { ReplayRequest } from './arguments.ts';
import { findCarrier } from './carrier.ts';

export async function replay({ group, topic, dryRun }: ReplayRequest): Promise<void> {
  const bus = await openEventBus(findCarrier('waybill-events'));
  const filter = { ...(group === undefined ? {} : { group }), ...(topic === undefined ? {} : { topic }) };
  try {
    if (dryRun) count(await countDeadLetters(bus, filter));
    else
      console.log(
        `${String(await replayDeadLetters(bus, filter))} sent again, to those that gave up on them.`,
      );
  } finally {
    await bus.close();
  }
}

function count(letters: ReadonlyMap<string, number>): void {
  for (const [place, number] of letters) console.log(`${String(number).padStart(8)}  ${place}`);
  const all = [...letters.values()].reduce((sum, number) => sum + number, 0);
  console.log(`${String(all)} are kept; those that were sent again before are among them. Nothing was sent.`);
}
