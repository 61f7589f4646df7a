import { open, readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { publish, send, somebody } from '../contract/world.js';
import { create } from './account.js';
import { runElementCommand, STORAGE_ROOT } from './element-command.js';

const scrub = (...args: string[]) => runElementCommand('scrub', ...args);

/** One bit of a disk that nobody noticed: neither length nor time of change tells. */
async function rot(fileId: string): Promise<void> {
  const names = await readdir(STORAGE_ROOT, { recursive: true });
  const path = join(STORAGE_ROOT, names.find((name) => name.includes(`${fileId}.`)) ?? '');
  const { atime, mtime } = await stat(path);
  const file = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, 777);
  await file.write(Buffer.of((byte[0] ?? 0) ^ 1), 0, 1, 777);
  await file.close();
  await utimes(path, atime, mtime);
}

it('the scrub command finds a file that is not what was stored, takes it out of service, and ends with 1', async () => {
  const person = somebody();
  const [damaged, whole] = await Promise.all([publish({ size: 100_000 }), publish({ size: 1_000 })]);
  const links = await Promise.all([create(person, damaged.id), create(person, whole.id)]);
  await rot(damaged.file?.id ?? '');

  const { code, output } = await scrub();
  expect(output).toContain(damaged.file?.id);
  expect(output).not.toContain(whole.file?.id);
  expect(code).toBe(1);

  await eventually(async () => {
    const answers = await Promise.all(links.map(({ link }) => send(link)));
    expect(answers.map(({ status }) => status)).toEqual([404, 200]);
  });
  // What is known to be damaged is not looked at again.
  expect(await scrub()).toMatchObject({ code: 0 });
});

it('the scrub command explains itself, and what it cannot take', async () => {
  expect(await scrub('--help')).toMatchObject({ code: 0, output: expect.stringContaining('usage: scrub') });
  expect(await scrub('--bytes-per-second', '-1')).toMatchObject({
    code: 2,
    output: expect.stringContaining('usage: scrub'),
  });
});
