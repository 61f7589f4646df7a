import { CONTRACTS, type EventContract, TOPICS } from '@waybill/contracts';
import { z } from 'zod';
import { REQUIRED } from '../event-schemas.ts';

/** What each topic is for; the keys are the topics' short names. */
const TOPIC_FACTS: Record<keyof typeof TOPICS, string> = {
  catalog: 'What may be downloaded. Compacted: the latest event of each asset stays.',
  orders: 'Who bought what. Written by a shop outside, or through the order API.',
  subscriptions: 'Who pays for which tier. Compacted: the latest event of each person stays.',
  users: 'Who came, and who must be forgotten. Written by the identity provider.',
  files: 'Stored files: made, removed, found damaged.',
  grants: 'Links: handed out, refused, revoked.',
  downloads: 'The life of every download, each event with its whole state.',
  transfers:
    'What HTTP response bodies really delivered, reported at their end and about once a second before.',
  quotas: 'Room on quota accounts.',
  alerts: 'Alerts and reports.',
  deadLetters: 'What a consumer gave up on, with the reason.',
};

const componentName = (contract: EventContract) => contract.type.replace(/^waybill\./, '');

/** One AsyncAPI 3 document for all events: what analysts read, and what their tools generate code from. */
export function asyncApi(version: string): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Waybill events',
      version,
      license: { name: 'Apache-2.0' },
      description:
        'CloudEvents 1.0 in structured JSON. Within a topic of version v1 only additions happen. Ordered by key, ' +
        'delivered at least once: a repeated event has the same `id`.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels: Object.fromEntries(
      Object.keys(TOPICS).map((name) => [name, channel(name as keyof typeof TOPICS)]),
    ),
    operations: Object.fromEntries(Object.keys(TOPICS).map((name) => [`read-${name}`, operation(name)])),
    components: {
      messages: Object.fromEntries(CONTRACTS.map((contract) => [componentName(contract), message(contract)])),
      schemas: Object.fromEntries(CONTRACTS.map((contract) => [componentName(contract), envelope(contract)])),
    },
  };
}

function channel(name: keyof typeof TOPICS): object {
  const messages = CONTRACTS.filter(({ topic }) => topic === TOPICS[name]).map((contract) => [
    componentName(contract),
    { $ref: `#/components/messages/${componentName(contract)}` },
  ]);
  return {
    address: TOPICS[name],
    description: TOPIC_FACTS[name],
    messages: Object.fromEntries(messages) as object,
  };
}

function operation(name: string): object {
  return { action: 'receive', channel: { $ref: `#/channels/${name}` }, summary: `Read ${name}` };
}

function message(contract: EventContract): object {
  return {
    name: contract.type,
    title: contract.type,
    summary: contract.description,
    contentType: 'application/cloudevents+json',
    payload: { $ref: `#/components/schemas/${componentName(contract)}` },
  };
}

function envelope(contract: EventContract): object {
  const { $schema: _, ...data } = z.toJSONSchema(contract.data, { io: 'input' });
  return {
    type: 'object',
    required: REQUIRED,
    properties: {
      specversion: { const: '1.0' },
      id: {
        type: 'string',
        format: 'uuid',
        description: 'UUIDv7; the same event published twice has the same one',
      },
      source: {
        type: 'string',
        description: '`/waybill/` and the service',
        examples: ['/waybill/download-sessions'],
      },
      type: { const: contract.type },
      subject: { type: 'string', description: "the aggregate's id, which is the message's key" },
      time: { type: 'string', format: 'date-time' },
      datacontenttype: { const: 'application/json' },
      dataschema: { const: contract.dataschema },
      traceparent: { type: 'string', description: 'W3C Trace Context' },
      data,
    },
  };
}
