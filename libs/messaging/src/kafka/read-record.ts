import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { IncomingMessage } from '../bus/event-bus.js';

export function readRecord(topic: string, partition: number, record: KafkaMessage): IncomingMessage {
  return {
    topic,
    partition,
    offset: record.offset,
    key: record.key === null ? null : record.key.toString(),
    value: record.value === null ? '' : record.value.toString(),
    headers: readHeaders(record.headers ?? {}),
  };
}

/** Of a header that is there several times, the last one. */
function readHeaders(headers: IHeaders): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) read[name] = last.toString();
  }
  return read;
}
