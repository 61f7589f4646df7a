import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningElement, startElement } from './running-element.js';
import { type DiskStorage, openFolder } from './test-storage.js';

describe('a disk that somebody meddles with', () => {
  let disk: DiskStorage;
  let element: RunningElement;

  beforeAll(async () => {
    disk = await openFolder();
    element = await startElement({ storage: disk });
  }, 60_000);
  afterAll(async () => {
    await element.stop();
    await disk.drop();
  });

  const pathOf = async (id: string) => {
    const { rows } = await element.database.query<{ location: string }>(
      'SELECT location FROM files WHERE id = $1',
      [id],
    );
    return join(disk.root, rows[0]?.location ?? '');
  };
  const fetchIt = async (file: { id: string; etag: string }) =>
    element.download(file.id, await element.ticket(file));
  const answerOf = async (response: Response) => ({
    status: response.status,
    body: (await response.json()) as object,
  });
  const DENIED = { status: 403, body: { detail: 'Access denied', code: 'FORBIDDEN' } };

  it('refuses a link that leads outside, and follows one that stays inside', async () => {
    const outside = await element.store('top secret bytes');
    const path = await pathOf(outside.id);
    await unlink(path);
    await symlink('/etc/hostname', path);
    expect(await answerOf(await fetchIt(outside))).toEqual(DENIED);
    const inside = await element.store('inside');
    const target = await pathOf(inside.id);
    await writeFile(join(disk.root, 'elsewhere'), 'inside');
    await unlink(target);
    await symlink(join(disk.root, 'elsewhere'), target);
    expect(await (await fetchIt(inside)).text()).toBe('inside');
  });

  it.each(['../../../../etc/passwd', '/etc/passwd', '..'])('refuses the stored path %s', async (location) => {
    const file = await element.store(randomBytes(10));
    await element.database.query('UPDATE files SET location = $2 WHERE id = $1', [file.id, location]);
    expect(await answerOf(await fetchIt(file))).toEqual(DENIED);
  });

  it('never waits for a FIFO, and serves no folder', async () => {
    const fifo = await element.store(randomBytes(10));
    await unlink(await pathOf(fifo.id));
    execFileSync('mkfifo', [await pathOf(fifo.id)]);
    expect(await answerOf(await fetchIt(fifo))).toEqual(DENIED);
    const folder = await element.store(randomBytes(10));
    await element.database.query(`UPDATE files SET location = 'incoming' WHERE id = $1`, [folder.id]);
    expect(await answerOf(await fetchIt(folder))).toEqual(DENIED);
  });

  it('takes no upload by presigned URL, and says what to do instead', async () => {
    const response = await fetch(`${element.url}/api/v1/files/${randomUUID()}/uploads`, {
      method: 'POST',
      headers: { ...(await element.as('ops', 'admin')), 'content-type': 'application/json' },
      body: JSON.stringify({ filename: 'f', size: 1, sha256: '0'.repeat(64) }),
    });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({
      code: 'DIRECT_UPLOAD_UNSUPPORTED',
      detail: expect.stringContaining('PUT /api/v1/files/{id}'),
    });
  });
});
