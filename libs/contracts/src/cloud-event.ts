import { DomainError, uuidv7 } from '@waybill/kernel';
import { z } from 'zod';
import type { EventContract } from './contract.js';

/** CloudEvents 1.0, structured JSON mode. */
export interface CloudEvent<D extends object = object> {
  readonly specversion: '1.0';
  /** UUIDv7; the same event published twice carries the same id. */
  readonly id: string;
  /** `/waybill/` and the service. */
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  /** W3C Trace Context (CloudEvents distributed tracing extension). */
  readonly traceparent?: string;
  readonly data: D;
}

export interface Origin {
  /** The service's name: `download-sessions`. */
  readonly service: string;
  readonly time?: Date;
  readonly traceparent?: string | undefined;
}

/** Wraps `data`; throws where it does not keep the contract, so that nothing wrong ever leaves. */
export function createEvent<D extends object>(
  contract: EventContract<D>,
  data: D,
  origin: Origin,
): CloudEvent<D> {
  const checked = contract.data.parse(data);
  return {
    specversion: '1.0',
    id: uuidv7(),
    source: `/waybill/${origin.service}`,
    type: contract.type,
    subject: contract.subject(checked),
    time: (origin.time ?? new Date()).toISOString(),
    datacontenttype: 'application/json',
    dataschema: contract.dataschema,
    ...(origin.traceparent === undefined ? {} : { traceparent: origin.traceparent }),
    data: checked,
  };
}

const envelope = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  subject: z.string().min(1),
  time: z.string().min(1),
  datacontenttype: z.literal('application/json').optional(),
  dataschema: z.string().optional(),
  traceparent: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});

/** Reads the envelope only. Throws a DomainError of kind `invalid` (code `MALFORMED_EVENT`): retrying cannot help. */
export function parseEnvelope(text: string): CloudEvent {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new DomainError('invalid', 'MALFORMED_EVENT', 'The message is not JSON', {}, { cause });
  }
  const parsed = envelope.safeParse(json);
  if (!parsed.success) throw malformed('The message is no CloudEvent', parsed.error);
  return parsed.data as unknown as CloudEvent;
}

/** Reads the data by its contract. Throws as `parseEnvelope` does. */
export function parseData<D extends object>(contract: EventContract<D>, event: CloudEvent): CloudEvent<D> {
  const parsed = contract.data.safeParse(event.data);
  if (!parsed.success) throw malformed(`The data is not that of ${contract.type}`, parsed.error);
  return { ...event, data: parsed.data };
}

function malformed(message: string, error: z.ZodError): DomainError {
  return new DomainError('invalid', 'MALFORMED_EVENT', `${message}: ${z.prettifyError(error)}`);
}
