import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import type { ArchiveStorage } from '../src/application/archive-storage.js';

/** What every archive promises, wherever it lies. */
export function describeArchiveStorage(open: () => ArchiveStorage): void {
  const read = async (name: string) => text(await open().read(name));
  // Longer than one part of an upload that is made in parts.
  const long = () =>
    Readable.from(
      (function* () {
        for (let part = 0; part < 13; part += 1) yield Buffer.alloc(1024 ** 2, part);
      })(),
    );

  it('reads what was written, and puts the new in the place of the old', async () => {
    await open().write('events/a/1', Readable.from('old'));
    await open().write('events/a/1', Readable.from('new'));
    expect(await read('events/a/1')).toBe('new');
  });

  it('lists what begins so, sorted', async () => {
    for (const name of ['events/b/2', 'events/b/1', 'events/bb/1', 'other/b/1'])
      await open().write(name, Readable.from(name));
    expect(await open().list('events/b/')).toEqual(['events/b/1', 'events/b/2']);
    expect(await open().list('events/none/')).toEqual([]);
  });

  it('takes what is long', async () => {
    await open().write('events/c/long', long());
    let length = 0;
    for await (const part of await open().read('events/c/long')) length += (part as Buffer).length;
    expect(length).toBe(13 * 1024 ** 2);
  });

  it('keeps whole files only', async () => {
    const broken = Readable.from(
      (async function* () {
        yield* long();
        await Promise.resolve();
        throw new Error('cut');
      })(),
    );
    await expect(open().write('events/x/0001', broken)).rejects.toThrow('cut');
    expect(await open().list('events/x/')).toEqual([]);
  });

  it('refuses to read what is not there', async () => {
    await expect(read('events/none/1')).rejects.toThrow();
  });
}
