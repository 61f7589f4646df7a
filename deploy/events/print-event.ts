import { styleText } from 'node:util';

/** What of a message can be told, whether or not it is an event of ours. */
export interface Printable {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly value: string;
}

interface Envelope {
  readonly time?: unknown;
  readonly type?: unknown;
  readonly source?: unknown;
  readonly data?: unknown;
}

const LONGEST = 60;

/** One line: when, what, of whom, from where, and the data's plain fields. */
export function printEvent(message: Printable, colours: boolean): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    colours ? styleText(style, text, { validateStream: false }) : text;
  const envelope = readEnvelope(message.value);
  const place = `${message.topic}/${String(message.partition)}@${message.offset}`;
  if (envelope === null) return `${paint('red', 'no event')}  ${place}  ${shorten(message.value)}`;
  const { time, type, source, data } = envelope;
  return [
    paint('dim', textOf(time)),
    paint(
      ['cyan'],
      textOf(type)
        .replace(/^waybill\./, '')
        .padEnd(24),
    ),
    paint('bold', message.key ?? '-'),
    paint('dim', textOf(source).replace(/^\/waybill\//, '')),
    fieldsOf(data),
  ].join('  ');
}

export function readEnvelope(value: string): Envelope | null {
  try {
    const read: unknown = JSON.parse(value);
    return typeof read === 'object' && read !== null && 'type' in read ? read : null;
  } catch {
    return null;
  }
}

function fieldsOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  return Object.entries(data)
    .filter(([, value]) => value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name}=${shorten(textOf(value))}`)
    .join(' ');
}

function textOf(value: unknown): string {
  if (value === undefined) return '-';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Nothing that comes over the wire may move the reader's cursor. */
function shorten(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
}
