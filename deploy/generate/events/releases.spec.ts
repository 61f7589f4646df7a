import { describe, expect, it } from '@jest/globals';
import { type EventSchema, findings } from './releases.ts';

const schema = (properties: EventSchema['properties'], topic = 'waybill.downloads.v1'): EventSchema => ({
  type: 'object',
  properties: {
    data: { type: 'object', properties: properties ?? {}, required: Object.keys(properties ?? {}) },
  },
  required: ['data'],
  'x-topic': topic,
});
const released = new Map([['download.created.v1.json', schema({ id: { type: 'string' } })]]);
const against = (present: EventSchema) =>
  findings(released, new Map([['download.created.v1.json', present]]));

describe('the released schemas', () => {
  it('may be added to, and new events may come', () => {
    const wider = schema({ id: { type: 'string' }, more: { type: 'integer' } });
    const present = new Map([
      ['download.created.v1.json', wider],
      ['download.created.v2.json', schema({})],
    ]);
    expect(findings(released, present)).toEqual([]);
  });

  it('lose no event, no field, and no field gets narrower or another type', () => {
    expect(findings(released, new Map())).toEqual(['download.created.v1.json: the event is gone']);
    expect(against(schema({}))).toEqual(['download.created.v1.json: $.data.id: is gone']);
    expect(against(schema({ id: { type: 'integer' } }))).toHaveLength(1);
  });

  it('stay in their topic', () =>
    expect(against(schema({ id: { type: 'string' } }, 'waybill.other.v1'))).toEqual([
      'download.created.v1.json: x-topic is now waybill.other.v1, was waybill.downloads.v1',
    ]));
});
