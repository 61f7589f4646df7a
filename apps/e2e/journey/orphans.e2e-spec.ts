import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { publish } from '../contract/world.js';
import { runElementCommand, STORAGE_ROOT } from './element-command.js';

const orphans = (...args: string[]) => runElementCommand('orphans', ...args);

it('the orphans command names bytes that no row leads to, and ends with 1', async () => {
  const { file } = await publish({ size: 1_000 });
  const id = randomUUID();
  const folder = join(STORAGE_ROOT, 'files', id.slice(-2), id.slice(-4, -2));
  const path = join(folder, `${id}.0a1b2c3d`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, 'left behind');
  try {
    const found = await orphans('--older-than', '0');
    expect(found.code).toBe(1);
    expect(found.output).toContain(`"id":"${id}"`);
    expect(found.output).toContain('"orphans":1');
    expect(found.output).not.toContain(file?.id);
    // It may be an upload under way.
    expect(await orphans('--remove')).toMatchObject({
      code: 0,
      output: expect.stringContaining('"orphans":0'),
    });
  } finally {
    await rm(path);
  }
  expect(await orphans('--older-than', '0')).toMatchObject({ code: 0 });
});

it('the orphans command explains itself, and what it cannot take', async () => {
  expect(await orphans('--help')).toMatchObject({
    code: 0,
    output: expect.stringContaining('usage: orphans'),
  });
  for (const args of [['--older-than', 'x'], ['--remove', '--older-than', '60'], ['--force'], ['--all']])
    expect(await orphans(...args)).toMatchObject({
      code: 2,
      output: expect.stringContaining('usage: orphans'),
    });
});
