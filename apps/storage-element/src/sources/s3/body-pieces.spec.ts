import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { piecesOf } from './body-pieces.js';

const PATIENCE_MS = 60_000;
/** With its memory to itself. */
const piece = (text: string) => Buffer.alloc(text.length, text);

/** A body that brings these at once, as a fast server does, and then what `end` does to it. */
function bodyOf(texts: readonly string[], end: (body: Readable) => void): Readable {
  const body = new Readable({ read: () => undefined });
  for (const text of texts) body.push(piece(text));
  end(body);
  return body;
}
const whole = (body: Readable) => body.push(null);

async function readAll(body: Readable, silenceMs = PATIENCE_MS): Promise<string[]> {
  const read: string[] = [];
  for await (const chunk of piecesOf(body, silenceMs)) read.push(chunk.toString());
  return read;
}

describe('the pieces of a body', () => {
  it('come as they came, those that waited too', async () => {
    expect(await readAll(bodyOf(['one', 'two', 'three'], whole))).toEqual(['one', 'two', 'three']);
  });

  it('are none where it is empty', async () => {
    expect(await readAll(bodyOf([], whole))).toEqual([]);
  });

  it('give their memory back when the next one is asked for, not before', async () => {
    const pieces = piecesOf(bodyOf(['one', 'two'], whole), PATIENCE_MS);
    const first = (await pieces.next()).value as Buffer;
    expect(first.toString()).toBe('one');
    await pieces.next();
    expect(first).toHaveLength(0);
  });

  it('leave memory alone that is not theirs', async () => {
    const shared = piece('a piece of something larger');
    const pieces = piecesOf(Readable.from([shared.subarray(2, 7), piece('two')]), PATIENCE_MS);
    await pieces.next();
    await pieces.next();
    expect(shared.toString()).toBe('a piece of something larger');
  });

  it('leave the last one to a reader who goes away', async () => {
    const body = bodyOf(['one', 'two'], whole);
    let last = Buffer.alloc(0);
    for await (const chunk of piecesOf(body, PATIENCE_MS)) {
      last = chunk as typeof last;
      break;
    }
    expect(last.toString()).toBe('one');
  });

  it('end with what the body fails with, after what it brought', async () => {
    const read: string[] = [];
    const body = bodyOf(['one'], () => undefined);
    const reading = (async () => {
      for await (const chunk of piecesOf(body, PATIENCE_MS)) {
        read.push(chunk.toString());
        body.destroy(new Error('The server went away'));
      }
    })();
    await expect(reading).rejects.toThrow('The server went away');
    expect(read).toEqual(['one']);
  });

  it('end with an error where the body was over before anybody asked', async () => {
    const body = bodyOf([], (one) => one.destroy());
    await expect(readAll(body)).rejects.toThrow();
  });

  it('end with an error where nothing comes for too long', async () => {
    await expect(
      readAll(
        bodyOf(['one'], () => undefined),
        20,
      ),
    ).rejects.toThrow('it fell silent');
  });
});
