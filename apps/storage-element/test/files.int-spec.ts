import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { type RunningElement, startElement } from './running-element.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const digestHeader = (bytes: Uint8Array) => ({
  'repr-digest': `sha-256=:${sha256(bytes).toString('base64')}:`,
});

describe('files', () => {
  let element: RunningElement;

  beforeAll(async () => {
    element = await startElement({ settings: { MAX_FILE_BYTES: '20000000' } });
  }, 60_000);
  afterAll(() => element.stop());

  const leftovers = () => element.storage.leftovers();
  const locationOf = async (id: string) => {
    const { rows } = await element.database.query<{ location: string }>(
      'SELECT location FROM files WHERE id = $1',
      [id],
    );
    return rows[0]?.location ?? '';
  };

  it('takes bytes in and says what it took', async () => {
    const bytes = randomBytes(300_000);
    const id = randomUUID();
    const headers = { 'content-type': 'application/json', ...digestHeader(bytes) };
    const response = await element.put(bytes, { id, filename: 'Отчёт "1".json', headers });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({
      id,
      filename: 'Отчёт "1".json',
      mediaType: 'application/json',
      size: 300_000,
      etag: `"${sha256(bytes).toString('base64url')}"`,
      sha256: sha256(bytes).toString('hex'),
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    await eventually(() =>
      expect(element.events('waybill.file.stored')).toContainEqual(expect.objectContaining({ fileId: id })),
    );
  });

  it('reads a body without a length, and an empty one', async () => {
    const bytes = randomBytes(200_000);
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 1000) controller.enqueue(bytes.subarray(at, at + 1000));
        controller.close();
      },
    });
    expect(await (await element.put(stream)).json()).toMatchObject({
      size: 200_000,
      sha256: sha256(bytes).toString('hex'),
    });
    expect(await (await element.put('')).json()).toMatchObject({
      size: 0,
      sha256: sha256(new Uint8Array()).toString('hex'),
    });
  });

  it('guesses the media type by the name where the sender says nothing', async () => {
    const response = await element.put(new Uint8Array([1]), { filename: 'film.mp4' });
    expect(await response.json()).toMatchObject({ mediaType: 'video/mp4' });
  });

  it('answers the same bytes again with 200, others with 409, and keeps the first', async () => {
    const id = randomUUID();
    expect((await element.put('first', { id })).status).toBe(201);
    expect((await element.put('first', { id, filename: 'other-name' })).status).toBe(200);
    const conflict = await element.put('other', { id });
    expect(conflict.status).toBe(409);
    expect(await conflict.json()).toMatchObject({ code: 'FILE_ID_TAKEN' });
    const known = await fetch(`${element.url}/api/v1/files/${id}`, {
      headers: await element.as('ops', 'admin'),
    });
    expect(await known.json()).toMatchObject({ size: 5, filename: 'file.bin' });
    expect(await leftovers()).toEqual([]);
  });

  it('lets one of 20 parallel uploads of different bytes win', async () => {
    const id = randomUUID();
    const bodies = Array.from({ length: 20 }, (_, index) => Buffer.alloc(50_000, index));
    const statuses = await Promise.all(bodies.map(async (body) => (await element.put(body, { id })).status));
    expect(statuses.toSorted()).toEqual([201, ...Array<number>(19).fill(409)]);
    const stored = await element.storage.read(await locationOf(id));
    expect(bodies[statuses.indexOf(201)]?.equals(stored)).toBe(true);
    expect(await leftovers()).toEqual([]);
  });

  it('refuses a digest that does not match and leaves nothing behind', async () => {
    const id = randomUUID();
    const response = await element.put('these bytes', {
      id,
      headers: digestHeader(Buffer.from('other bytes')),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'DIGEST_MISMATCH' });
    expect(await leftovers()).toEqual([]);
    const { rowCount } = await element.database.query('SELECT 1 FROM files WHERE id = $1', [id]);
    expect(rowCount).toBe(0);
  });

  it.each(['sha-256=:AAAA:', 'sha-256=nonsense', 'sha-256=::'])(
    'refuses the broken digest %s',
    async (header) => {
      expect((await element.put('x', { headers: { 'repr-digest': header } })).status).toBe(400);
    },
  );

  it('ignores a digest of an algorithm that it does not know', async () => {
    expect((await element.put('x', { headers: { 'repr-digest': 'sha-512=:AAAA:' } })).status).toBe(201);
  });

  it('refuses more than the setting allows, by the length or on the way', async () => {
    const tooMuch = Buffer.alloc(20_000_001);
    expect((await element.put(tooMuch)).status).toBe(413);
    const chunked = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(tooMuch);
        controller.close();
      },
    });
    const status = await element.put(chunked).then(
      ({ status: code }) => code,
      () => 413,
    );
    expect(status).toBe(413);
    await eventually(async () => expect(await leftovers()).toEqual([]));
  });

  it('leaves nothing of a body that ends early', async () => {
    const { port, hostname } = new URL(element.url);
    const id = randomUUID();
    const caller = (await element.as('ops', 'admin'))['x-waybill-caller'] ?? '';
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `PUT /api/v1/files/${id} HTTP/1.1\r\nHost: x\r\nx-waybill-caller: ${caller}\r\nContent-Length: 15000000\r\n\r\n`,
    );
    socket.write(Buffer.alloc(12_000_000));
    await eventually(async () => expect(await leftovers()).toHaveLength(1));
    socket.destroy();
    await eventually(async () => expect(await leftovers()).toEqual([]));
    const { rowCount } = await element.database.query('SELECT 1 FROM files WHERE id = $1', [id]);
    expect(rowCount).toBe(0);
  });

  it.each([
    '../../etc/passwd',
    '..\\..\\boot.ini',
    '/etc/passwd',
    'a\u0000b\r\nX: y',
    '\u202egpj.exe',
    '...',
    '',
  ])('makes a harmless name of %j', async (filename) => {
    const body = (await (await element.put('x', { filename })).json()) as { filename: string };
    expect(body.filename).toMatch(/^[^/\\\p{Cc}\u202e]+$/u);
    expect(body.filename).not.toMatch(/^\.+$/);
  });

  it('shortens a name of 500 characters and keeps its ending', async () => {
    const body = (await (await element.put('x', { filename: `${'漢'.repeat(500)}.mp4` })).json()) as {
      filename: string;
    };
    expect(Array.from(body.filename)).toHaveLength(255);
    expect(body.filename.endsWith('.mp4')).toBe(true);
  });

  it('removes a file, says so, and takes the same bytes again but no others', async () => {
    const id = randomUUID();
    await element.put('bytes', { id });
    const location = await locationOf(id);
    const headers = await element.as('ops', 'service');
    expect((await fetch(`${element.url}/api/v1/files/${id}`, { method: 'DELETE', headers })).status).toBe(
      204,
    );
    await expect(element.storage.read(location)).rejects.toThrow();
    expect((await fetch(`${element.url}/api/v1/files/${id}`, { headers })).status).toBe(404);
    expect((await fetch(`${element.url}/api/v1/files/${id}`, { method: 'DELETE', headers })).status).toBe(
      404,
    );
    await eventually(() =>
      expect(element.events('waybill.file.removed')).toContainEqual(expect.objectContaining({ fileId: id })),
    );
    expect((await element.put('other', { id })).status).toBe(409);
    expect((await element.put('bytes', { id })).status).toBe(201);
    expect((await fetch(`${element.url}/api/v1/files/${id}`, { headers })).status).toBe(200);
  });

  it('is for administrators and services', async () => {
    const url = `${element.url}/api/v1/files/${randomUUID()}`;
    for (const method of ['PUT', 'GET', 'DELETE']) {
      const send = (headers: Record<string, string>) =>
        fetch(url, { method, headers, ...(method === 'PUT' && { body: 'x' }) });
      expect((await send({})).status).toBe(401);
      expect((await send(await element.as('ann', 'normal'))).status).toBe(403);
      expect((await send({ 'x-waybill-caller': 'nonsense' })).status).toBe(401);
    }
  });

  it('answers a bad id with 400, in problem+json here', async () => {
    const response = await fetch(`${element.url}/api/v1/files/not-a-uuid`, {
      headers: await element.as('ops', 'admin'),
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({
      code: 'VALIDATION_FAILED',
      detail: 'Invalid file_id format',
    });
  });

  describe('in a storage that somebody meddles with', () => {
    const fetchIt = async (file: { id: string; etag: string }) =>
      element.download(file.id, await element.ticket(file));
    const answerOf = async (response: Response) => ({
      status: response.status,
      body: (await response.json()) as object,
    });
    const MISSING = {
      status: 404,
      body: { detail: 'File not found on storage', code: 'FILE_NOT_AVAILABLE' },
    };
    const meddle = async (file: { id: string }, bytes: string) => {
      await element.storage.overwrite(await locationOf(file.id), bytes);
      await element.database.query(
        `UPDATE files SET checked_at = now() - interval '1 minute' WHERE id = $1`,
        [file.id],
      );
    };

    it('does not find what is gone or has another length', async () => {
      const gone = await element.store(randomBytes(10));
      await element.storage.lose(await locationOf(gone.id));
      expect(await answerOf(await fetchIt(gone))).toEqual(MISSING);
      const longer = await element.store(randomBytes(10));
      await element.storage.overwrite(await locationOf(longer.id), 'more than ten bytes');
      expect(await answerOf(await fetchIt(longer))).toEqual(MISSING);
    });

    it('sends no other bytes of the same length under the old ETag, and reports them', async () => {
      const file = await element.store('the real ones');
      await meddle(file, 'not those ...');
      expect(await answerOf(await fetchIt(file))).toEqual(MISSING);
      await eventually(() =>
        expect(element.events('waybill.file.damaged')).toContainEqual(
          expect.objectContaining({
            fileId: file.id,
            expectedSha256: file.sha256,
            foundSha256: sha256(Buffer.from('not those ...')).toString('hex'),
          }),
        ),
      );
      expect((await element.put('the real ones', { id: file.id })).status).toBe(201);
      expect(await (await fetchIt(file)).text()).toBe('the real ones');
    });

    it('serves equal bytes that were only written anew', async () => {
      const file = await element.store('restored from a backup');
      await meddle(file, 'restored from a backup');
      expect(await (await fetchIt(file)).text()).toBe('restored from a backup');
    });
  });
});
