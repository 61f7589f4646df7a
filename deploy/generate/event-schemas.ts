import { CONTRACTS, type EventContract } from '@waybill/contracts';
import { z } from 'zod';
import { asJson, type Generator } from './generator.ts';

/** One JSON Schema for each event and version: of the whole CloudEvent, as it lies on the topic. */
export const eventSchemas: Generator = {
  name: 'event schemas',
  folder: 'libs/contracts/schemas',
  ending: '.json',
  generate: () => Promise.resolve(new Map(CONTRACTS.map((c) => [fileName(c), asJson(eventSchema(c))]))),
};

const fileName = ({ type, version }: EventContract) =>
  `${type.replace(/^waybill\./, '')}.v${String(version)}.json`;

/** CloudEvents 1.0, structured mode. Open: within a version only additions happen. */
function eventSchema(contract: EventContract): object {
  const { $schema, ...data } = z.toJSONSchema(contract.data, { io: 'input', target: 'draft-2020-12' });
  return {
    $schema,
    $id: contract.dataschema,
    title: contract.type,
    description: contract.description,
    type: 'object',
    properties: {
      ...ENVELOPE,
      type: { const: contract.type },
      dataschema: { const: contract.dataschema },
      data,
    },
    required: REQUIRED,
    'x-topic': contract.topic,
    'x-key': 'subject',
  };
}

/** What an event of Waybill always has (CloudEvents 1.0 asks for the first four alone). */
export const REQUIRED = [
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'dataschema',
  'data',
];

const ENVELOPE = {
  specversion: { const: '1.0' },
  id: {
    type: 'string',
    format: 'uuid',
    description: 'UUIDv7; the same event published twice carries the same id',
  },
  source: { type: 'string', description: '/waybill/ and the service' },
  type: {},
  subject: { type: 'string', description: "the aggregate's id, and the message's key" },
  time: { type: 'string', format: 'date-time' },
  datacontenttype: { const: 'application/json' },
  dataschema: {},
  traceparent: { type: 'string', description: 'W3C Trace Context' },
};
