import { describe, expect, it } from '@jest/globals';
import { aTransfer } from '../../test/fixtures/events.js';
import { TableCountryLookup } from '../../test/fixtures/table-country-lookup.js';
import { describeEvent } from './describe-event.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const by = (userAgent: string | null, network: string | null = null) =>
  describeEvent(
    aTransfer('2026-03-10T12:00:00.000Z', 1, { client: { network, userAgent, referrer: null } }),
    new TableCountryLookup(),
  );

describe('what history keeps of an event', () => {
  it.each([
    [FIREFOX, false],
    [null, false],
    ['Googlebot/2.1 (+http://www.google.com/bot.html)', true],
    ['curl/8.5.0', true],
    ['python-requests/2.32', true],
  ])('tells of %s whether it is an automaton: %s', (userAgent, automated) =>
    expect(by(userAgent).automated).toBe(automated),
  );

  it('tells the country of the network', () => {
    expect(by(FIREFOX, '192.0.2.0/24').country).toBe('NO');
    expect(by(FIREFOX).country).toBe('unknown');
  });

  it('tells whom it concerns and when', () =>
    expect(by(FIREFOX)).toMatchObject({ userId: 'ada', time: new Date('2026-03-10T12:00:00.000Z') }));

  it('refuses what has no time', () => {
    const event = { ...aTransfer('2026-03-10T12:00:00.000Z', 1), time: 'soon' };
    expect(() => describeEvent(event, new TableCountryLookup())).toThrow('The time of the event is none');
  });
});
