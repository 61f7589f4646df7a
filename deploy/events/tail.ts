import { once } from 'node:events';
import { type Batch, type IncomingMessage, openEventBus } from '@waybill/messaging';
import type { TailRequest } from './arguments.ts';
import { findCarrier } from './carrier.ts';
import { printEvent, readEnvelope } from './print-event.ts';

/** Reads with a group of its own, so that nobody misses anything for it, until Ctrl-C or until nobody reads on. */
export async function tail(request: TailRequest): Promise<void> {
  const bus = await openEventBus(findCarrier('waybill-events'));
  const over = Promise.withResolvers<undefined>();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => over.resolve(undefined));
  process.stdout.once('error', () => over.resolve(undefined));
  try {
    await bus.subscribe({
      group: `waybill-events-${crypto.randomUUID()}`,
      topics: request.topics,
      glance: request.from,
      onBatch: (batch) => show(batch, request),
      onCrash: (error) => over.reject(error),
    });
    await over.promise;
  } finally {
    await bus.close();
  }
}

async function show(batch: Batch, request: TailRequest): Promise<void> {
  for (const message of batch.messages) {
    if (batch.signal.aborted) return;
    if (concerns(message, request)) await print(lineOf(message, request));
  }
  const last = batch.messages.at(-1);
  if (last !== undefined) await batch.done(last);
}

export function concerns(
  { key, value }: IncomingMessage,
  request: Pick<TailRequest, 'key' | 'type'>,
): boolean {
  if (request.key !== undefined && key !== request.key) return false;
  return request.type === undefined || readEnvelope(value)?.type === request.type;
}

function lineOf(message: IncomingMessage, { json }: TailRequest): string {
  return json
    ? message.value
    : printEvent(message, process.stdout.isTTY && process.env.NO_COLOR === undefined);
}

async function print(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}
