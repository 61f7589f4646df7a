import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { downloadPaused, grantRevoked, type TransferServed } from '@waybill/contracts';
import { newDownloadId } from '@waybill/kernel';
import { eventually, pendingDownload } from '@waybill/testing';
import { RawClient } from './raw-client.js';
import { type RunningElement, startElement, type StoredFileBody } from './running-element.js';

const MIB = 1024 * 1024;
const now = () => Math.floor(Date.now() / 1000);
const bytesOf = (reports: readonly TransferServed[]) => reports.reduce((sum, { bytes }) => sum + bytes, 0);

function pausedEvent(downloadId: string, generation: number, aliases: string[] = []) {
  const facts = pendingDownload({
    downloadId,
    generation,
    aliases,
    revision: 5,
    userId: 'ann',
    status: 'paused',
  });
  return { ...facts, reason: 'requested' as const };
}

describe('downloads', () => {
  let element: RunningElement;
  let file: StoredFileBody;
  let large: StoredFileBody;
  const bytes = randomBytes(100_000);
  const largeBytes = randomBytes(64 * MIB);

  beforeAll(async () => {
    element = await startElement();
    file = await element.store(bytes, { filename: 'film.mp4' });
    large = await element.store(largeBytes, { filename: 'large.mp4' });
  }, 60_000);
  afterAll(() => element.stop());

  const pathOf = (id: string, token: string) => `/api/v1/files/${id}/download?token=${token}`;
  const reportsOf = (downloadId: string) =>
    element.served().filter((report) => report.downloadId === downloadId);
  const finalOf = (downloadId: string) =>
    eventually(() => {
      const reports = reportsOf(downloadId);
      expect(reports.at(-1)?.outcome).not.toBe('running');
      expect(reports.length).toBeGreaterThan(0);
      return reports;
    });

  describe('tickets', () => {
    const refusal = async (token: string, id = file.id) => {
      const response = await element.download(id, token);
      const body = (await response.json()) as { detail: string; code: string };
      expect(Object.keys(body)).toEqual(['detail', 'code']);
      return [response.status, body.code];
    };

    it.each<[name: string, claims: Record<string, unknown>, status: number, code: string]>([
      ['expired', { exp: now() - 1, iat: now() - 100, nbf: now() - 100 }, 410, 'LINK_EXPIRED'],
      ['not yet valid', { nbf: now() + 600 }, 403, 'TICKET_INVALID'],
      ['for another audience', { aud: 'others' }, 403, 'TICKET_INVALID'],
      ['of another issuer', { iss: 'others' }, 403, 'TICKET_INVALID'],
      ['for another file', { fid: randomUUID() }, 403, 'TICKET_INVALID'],
      ['for another version', { etag: '"other"' }, 403, 'TICKET_INVALID'],
      ['without a download', { did: undefined }, 403, 'TICKET_INVALID'],
      ['without a generation', { gen: undefined }, 403, 'TICKET_INVALID'],
      ['with a negative rate', { rate: -1 }, 403, 'TICKET_INVALID'],
      ['without an expiry', { exp: undefined }, 403, 'TICKET_INVALID'],
    ])('%s', async (_name, claims, status, code) => {
      expect(await refusal(await element.ticket(file, claims))).toEqual([status, code]);
    });

    it('of another key, an unknown key id, no algorithm, or another one', async () => {
      const forger = generateKeyPairSync('ed25519').privateKey;
      expect(await refusal(await element.ticket(file, {}, forger))).toEqual([403, 'TICKET_INVALID']);
      expect(await refusal(await element.ticket(file, {}, undefined, { kid: 'k2' }))).toEqual([
        403,
        'TICKET_INVALID',
      ]);
      expect(await refusal(await element.ticket(file, {}, undefined, { typ: 'JWT' }))).toEqual([
        403,
        'TICKET_INVALID',
      ]);
      const [, payload = ''] = (await element.ticket(file)).split('.');
      const none = Buffer.from('{"alg":"none","typ":"waybill-ticket+jwt"}').toString('base64url');
      expect(await refusal(`${none}.${payload}.`)).toEqual([403, 'TICKET_INVALID']);
    });

    it('with a byte changed, cut off, empty, or twice', async () => {
      const token = await element.ticket(file);
      const changed = token.slice(0, -10) + (token.at(-10) === 'A' ? 'B' : 'A') + token.slice(-9);
      for (const bad of [changed, token.slice(0, -20), '', `${token}&token=${token}`, 'a.b.c'])
        expect(await refusal(bad)).toEqual([403, 'TICKET_INVALID']);
    });

    it('opens no other file, whatever the path says', async () => {
      const token = await element.ticket(file);
      await (await element.download(file.id, token)).arrayBuffer();
      expect(await refusal(token, large.id)).toEqual([403, 'TICKET_INVALID']);
      const sneaky = await fetch(
        `${element.url}/api/v1/files/${large.id}/download?token=${token}&id=${file.id}`,
      );
      expect(sneaky.status).toBe(403);
    });

    it('is exact to the second about its expiry, also when it was used before', async () => {
      const token = await element.ticket(file, { exp: now() + 3 });
      expect((await element.download(file.id, token)).status).toBe(200);
      await eventually(async () => expect(await refusal(token)).toEqual([410, 'LINK_EXPIRED']));
    });

    it('serves a file in upper case too', async () => {
      expect((await element.download(file.id.toUpperCase(), await element.ticket(file))).status).toBe(200);
    });
  });

  describe('without a ticket', () => {
    const url = () => `${element.url}/api/v1/files/${file.id}/download`;

    it('is 401 without anything', async () => {
      const response = await fetch(url());
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
      expect(await response.json()).toMatchObject({ detail: expect.any(String) });
    });

    it('asks entitlements once in 30 s, and again after a revocation', async () => {
      const headers = await element.as('bob', 'normal');
      const downloadId = newDownloadId();
      element.entitlements.answer.body = {
        allowed: true,
        downloadId,
        generation: 2,
        assetId: 'film-1',
        quality: '720p',
      };
      const before = element.entitlements.questions.length;
      for (let round = 0; round < 3; round += 1) expect((await fetch(url(), { headers })).status).toBe(200);
      expect(element.entitlements.questions.slice(before)).toEqual([
        { fileId: file.id, userId: 'bob', tier: 'free' },
      ]);
      const reports = await finalOf(downloadId);
      expect(reports[0]).toMatchObject({ userId: 'bob', generation: 2, grantId: null, origin: 'files' });
      element.entitlements.answer = { status: 403, body: { code: 'NOT_PURCHASED', detail: 'Not purchased' } };
      const revokedAt = new Date().toISOString();
      await element.publish(grantRevoked, {
        userId: 'bob',
        assetId: 'film-1',
        downloadIds: [],
        reason: 'refund',
        revokedAt,
      });
      const refused = await eventually(async () => {
        const response = await fetch(url(), { headers });
        expect(response.status).toBe(403);
        return response;
      });
      expect(await refused.json()).toEqual({ detail: 'Not purchased', code: 'NOT_PURCHASED' });
    });

    it('serves administrators without asking', async () => {
      const before = element.entitlements.questions.length;
      expect((await fetch(url(), { headers: await element.as('ops', 'admin') })).status).toBe(200);
      expect(element.entitlements.questions.length).toBe(before);
    });
  });

  describe('answers as the files edition writes them', () => {
    it.each<[path: string, status: number, detail: string]>([
      ['/api/v1/files/not-a-uuid/download', 400, 'Invalid file_id format'],
      ['/api/v1/files/..%2F..%2Fetc%2Fpasswd/download', 400, 'Invalid file_id format'],
      ['/api/v1/files/%00/download', 400, 'Invalid file_id format'],
    ])('%s', async (path, status, detail) => {
      const response = await fetch(element.url + path);
      expect([response.status, await response.json()]).toEqual([
        status,
        { detail, code: 'VALIDATION_FAILED' },
      ]);
    });

    it('an unknown file', async () => {
      const id = randomUUID();
      const response = await element.download(id, await element.ticket({ id, etag: '"x"' }));
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ detail: `File ${id} not found` });
    });

    it('a range that cannot be satisfied', async () => {
      const response = await element.download(file.id, await element.ticket(file), {
        range: 'bytes=500-100',
      });
      expect(response.status).toBe(416);
      expect(response.headers.get('content-range')).toBe('bytes */100000');
      expect(await response.json()).toEqual({
        detail: 'Range not satisfiable',
        code: 'RANGE_NOT_SATISFIABLE',
      });
    });

    it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is 405', async (method) => {
      const response = await element.download(file.id, await element.ticket(file), {}, method);
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET, HEAD');
    });

    it('the whole, with everything a client and a cache need', async () => {
      const ends = now() + 200;
      const token = await element.ticket(file, { name: 'отчёт "1".mp4', exp: ends });
      const response = await element.download(file.id, token, { 'want-repr-digest': 'sha-256=10' });
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'video/mp4',
        'content-length': '100000',
        'accept-ranges': 'bytes',
        etag: file.etag,
        'last-modified': new Date(file.createdAt).toUTCString(),
        'content-disposition': `attachment; filename="_____ \\"1\\".mp4"; filename*=UTF-8''%D0%BE%D1%82%D1%87%D1%91%D1%82%20%221%22.mp4`,
        'cache-control': 'private, no-transform',
        expires: new Date(ends * 1000).toUTCString(),
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'repr-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
      });
      expect(response.headers.has('content-encoding')).toBe(false);
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    });

    it('the same for HEAD, without a body', async () => {
      const token = await element.ticket(file);
      const [head, get] = await Promise.all([
        element.download(file.id, token, { range: 'bytes=0-9' }, 'HEAD'),
        element.download(file.id, token),
      ]);
      await get.arrayBuffer();
      const fields = ({ headers }: Response) =>
        [
          'content-length',
          'content-type',
          'etag',
          'last-modified',
          'content-disposition',
          'accept-ranges',
        ].map((name) => headers.get(name));
      expect([head.status, fields(head)]).toEqual([200, fields(get)]);
      expect(await head.text()).toBe('');
    });

    it('a stored name or type cannot add a header', async () => {
      const token = await element.ticket(file, { name: 'x"\r\nSet-Cookie: a=b\r\n.mp4' });
      const response = await element.download(file.id, token);
      expect(response.status).toBe(200);
      expect(response.headers.has('set-cookie')).toBe(false);
    });

    it('conditions, before the range', async () => {
      const token = await element.ticket(file);
      const ask = async (headers: Record<string, string>) =>
        (await element.download(file.id, token, headers)).status;
      expect(await ask({ 'if-none-match': file.etag, range: 'bytes=0-1' })).toBe(304);
      expect(await ask({ 'if-match': '"other"', range: 'bytes=0-1' })).toBe(412);
      expect(await ask({ 'if-range': '"other"', range: 'bytes=0-1' })).toBe(200);
      expect(await ask({ 'if-range': file.etag, range: 'bytes=0-1' })).toBe(206);
    });

    it('a request target in absolute form', async () => {
      const token = await element.ticket(file);
      const status = await new Promise((resolve, reject) => {
        const { hostname, port } = new URL(element.url);
        const options = {
          hostname,
          port,
          path: `${element.url}${pathOf(file.id, token)}`,
          headers: { range: 'bytes=0-0' },
        };
        httpRequest(options, (response) => resolve(response.resume().statusCode))
          .on('error', reject)
          .end();
      });
      expect(status).toBe(206);
    });
  });

  describe('accounts', () => {
    it('for every byte of every part, and not for the text between', async () => {
      const did = newDownloadId();
      const token = await element.ticket(file, { did });
      const response = await element.download(file.id, token, { range: 'bytes=0-9,500-599' });
      await response.arrayBuffer();
      const reports = await finalOf(did);
      expect(bytesOf(reports)).toBe(110);
      expect(reports.flatMap(({ ranges }) => ranges)).toEqual([
        { start: 0, end: 10 },
        { start: 500, end: 600 },
      ]);
      expect(reports.at(-1)).toMatchObject({
        outcome: 'complete',
        fileId: file.id,
        etag: file.etag,
        size: 100_000,
        unknown: [],
      });
    });

    it('for nothing of HEAD, 304, 416 and empty files', async () => {
      const did = newDownloadId();
      const token = await element.ticket(file, { did });
      const empty = await element.store('');
      await element.download(file.id, token, {}, 'HEAD');
      await element.download(file.id, token, { 'if-none-match': '*' });
      await element.download(file.id, token, { range: 'bytes=x' });
      await (await element.download(empty.id, await element.ticket(empty, { did }))).arrayBuffer();
      const later = newDownloadId();
      await (await element.download(file.id, await element.ticket(file, { did: later }))).arrayBuffer();
      await finalOf(later);
      expect(reportsOf(did)).toEqual([]);
    });

    it('once for many small bodies of one grant, with their sum', async () => {
      const did = newDownloadId();
      const token = await element.ticket(file, { did });
      for (let round = 0; round < 60; round += 1)
        await (
          await element.download(file.id, token, { range: `bytes=${round * 10}-${round * 10 + 9}` })
        ).arrayBuffer();
      const reports = await eventually(() => {
        expect(bytesOf(reportsOf(did))).toBe(600);
        return reportsOf(did);
      });
      expect(reports.reduce((sum, { bodies = 1 }) => sum + bodies, 0)).toBe(60);
    });

    it('about once a second while a body runs, and never for what did not arrive', async () => {
      const did = newDownloadId();
      const token = await element.ticket(large, { did, rate: 4 * MIB });
      const client = await RawClient.open(element.url);
      client.get(pathOf(large.id, token));
      await eventually(() => expect(reportsOf(did).length).toBeGreaterThanOrEqual(2), { timeoutMs: 8_000 });
      expect(reportsOf(did)[0]).toMatchObject({ outcome: 'running', sequence: 0 });
      client.socket.resetAndDestroy();
      const reports = await finalOf(did);
      expect(reports.at(-1)?.outcome).toBe('aborted');
      expect(reports.map(({ sequence }) => sequence)).toEqual(reports.map((_, index) => index));
      expect(bytesOf(reports)).toBeGreaterThanOrEqual(client.received - 2_000);
      expect(bytesOf(reports)).toBeLessThan(large.size / 2);
      const { rowCount } = await element.database.query('SELECT 1 FROM transfers');
      expect(rowCount).toBe(0);
    }, 20_000);
  });

  describe('stops', () => {
    it('cut a running body and refuse the ticket, not the next one', async () => {
      const did = newDownloadId();
      const token = await element.ticket(large, { did, rate: 2 * MIB });
      const client = await RawClient.open(element.url);
      client.get(pathOf(large.id, token));
      await client.stopAfter(100_000);
      await element.publish(downloadPaused, pausedEvent(did, 1));
      await client.untilGone();
      const refused = await element.download(large.id, token);
      expect([refused.status, await refused.json()]).toEqual([
        409,
        { detail: expect.any(String), code: 'INVALID_STATE' },
      ]);
      expect((await finalOf(did)).at(-1)?.outcome).toBe('cut');
      const fresh = await element.download(large.id, await element.ticket(large, { did, gen: 2 }), {
        range: 'bytes=0-9',
      });
      expect(fresh.status).toBe(206);
    }, 20_000);

    it('reach the tickets of an alias', async () => {
      const [did, alias] = [newDownloadId(), newDownloadId()];
      const token = await element.ticket(file, { did: alias });
      expect((await element.download(file.id, token)).status).toBe(200);
      await element.publish(downloadPaused, pausedEvent(did, 3, [alias]));
      await eventually(async () => expect((await element.download(file.id, token)).status).toBe(409));
    });

    it('by revocation reach every generation issued before', async () => {
      const did = newDownloadId();
      const token = await element.ticket(file, { did, gen: 7, iat: now() - 5, nbf: now() - 5 });
      expect((await element.download(file.id, token)).status).toBe(200);
      const revokedAt = new Date().toISOString();
      await element.publish(grantRevoked, {
        userId: 'ann',
        assetId: 'film-1',
        downloadIds: [did],
        reason: 'refund',
        revokedAt,
      });
      await eventually(async () => expect((await element.download(file.id, token)).status).toBe(409));
      const later = await element.ticket(file, { did, gen: 7, iat: now() + 2 });
      expect((await element.download(file.id, later)).status).toBe(200);
    });
  });

  it('gives a person 16 transfers at once and answers the 17th with 429', async () => {
    const claims = { sub: 'greedy', rate: 1000 };
    const tokens = await Promise.all(
      Array.from({ length: 17 }, () => element.ticket(large, { ...claims, did: newDownloadId() })),
    );
    const clients = await Promise.all(tokens.map(() => RawClient.open(element.url)));
    clients.slice(0, 16).forEach((client, index) => client.get(pathOf(large.id, tokens[index] ?? '')));
    await Promise.all(
      clients.slice(0, 16).map((client) => eventually(() => expect(client.received).toBeGreaterThan(0))),
    );
    const refused = await element.download(large.id, tokens[16] ?? '');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: 'RATE_LIMITED' });
    expect((await element.download(large.id, tokens[16] ?? '', {}, 'HEAD')).status).toBe(200);
    for (const client of clients) client.socket.destroy();
    await eventually(async () =>
      expect(
        (await element.download(large.id, await element.ticket(large, claims), { range: 'bytes=0-9' }))
          .status,
      ).toBe(206),
    );
  }, 20_000);
});
