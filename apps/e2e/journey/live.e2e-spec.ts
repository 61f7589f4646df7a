import { describe, expect, it } from '@jest/globals';
import { fetchLink, type Person, publish, somebody } from '../contract/world.js';
import { create } from './account.js';

/** Reads the stream until a piece of it has come; gives everything read so far. */
async function listen(person: Person, until: string, lastEventId?: string): Promise<string> {
  const ending = new AbortController();
  const answer = await fetch(new URL('/downloads/events', process.env.WAYBILL_URL), {
    signal: AbortSignal.any([ending.signal, AbortSignal.timeout(20_000)]),
    headers: {
      authorization: `Bearer ${await person.token()}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
  });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  if (answer.body === null) throw new Error('There is no stream');
  let text = '';
  const body: AsyncIterable<string> = answer.body.pipeThrough(new TextDecoderStream());
  for await (const piece of body) {
    text += piece;
    if (text.includes(until)) break;
  }
  ending.abort();
  return text;
}

const lastIdIn = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1] ?? '';

describe('server-sent events through the gateway', () => {
  it('come as they happen, and make good what was missed', async () => {
    const person = somebody();
    const { id: assetId } = await publish({ size: 100_000 });
    const began = await listen(person, 'event: ready');
    const { id, link } = await create(person, assetId);
    const created = await listen(person, `"downloadId":"${id}"`, lastIdIn(began));
    expect(created).toContain('"status":"pending"');
    const moving = listen(person, '"status":"completed"', lastIdIn(created));
    expect((await fetchLink(link)).bytes).toHaveLength(100_000);
    expect(await moving).toContain('"progress":100');
  });
});
