import { createHmac, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDownloadId } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { RawClient } from './raw-client.js';
import { fieldOf, statusOf } from './read-answer.js';
import { type RunningElement, startElement, type StoredFileBody } from './running-element.js';

const base64url = (value: string | Buffer) => Buffer.from(value).toString('base64url');
const json = (value: object) => base64url(JSON.stringify(value));

describe('attacks', () => {
  let element: RunningElement;
  let file: StoredFileBody;
  let other: StoredFileBody;
  const forger = generateKeyPairSync('ed25519');
  const bytes = randomBytes(1_000);

  beforeAll(async () => {
    element = await startElement();
    file = await element.store(bytes, { filename: 'film.mp4' });
    other = await element.store(randomBytes(1_000), { filename: 'other.bin' });
  }, 60_000);
  afterAll(() => element.stop());

  const ask = async (path: string, lines: readonly string[] = [], method = 'GET') => {
    const client = await RawClient.open(element.url);
    client.ask(method, path, lines);
    const answer = await client.answer(20_000, method);
    client.socket.destroy();
    return answer;
  };
  const asAdministrator = async () =>
    Object.entries(await element.as('ops', 'admin')).map(([name, value]) => `${name}: ${value}`);
  const pathOf = (query: string, id = file.id) => `/api/v1/files/${id}/download?${query}`;

  describe('with tickets', () => {
    /** A good ticket, taken apart and put together again. */
    const forge = async (
      change: (parts: [header: string, payload: string, signature: string]) => readonly string[],
    ) => change((await element.ticket(file)).split('.') as [string, string, string]).join('.');
    const hmac = (key: KeyObject | string) =>
      forge(([, payload]) => {
        const header = json({ alg: 'HS256', typ: 'waybill-ticket+jwt', kid: 'k1' });
        const secret = typeof key === 'string' ? key : key.export({ type: 'spki', format: 'pem' });
        const signature = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
        return [header, payload, signature];
      });
    const signed = (header: object, claims = {}) => element.ticket(file, claims, undefined, header);

    it.each<[name: string, make: () => Promise<string>]>([
      [
        'alg none',
        () => forge(([, payload]) => [json({ alg: 'none', typ: 'waybill-ticket+jwt' }), payload, '']),
      ],
      [
        'alg nOnE',
        () => forge(([, payload]) => [json({ alg: 'nOnE', typ: 'waybill-ticket+jwt' }), payload, '']),
      ],
      ['no signature', () => forge(([header, payload]) => [header, payload, ''])],
      ['HS256 with a public key', () => hmac(forger.publicKey)],
      ['HS256 with nothing', () => hmac('')],
      ['another key', () => element.ticket(file, {}, forger.privateKey)],
      [
        'a key of its own inside',
        () =>
          element.ticket(file, {}, forger.privateKey, { jwk: forger.publicKey.export({ format: 'jwk' }) }),
      ],
      [
        'an address of keys',
        () => element.ticket(file, {}, forger.privateKey, { jku: 'http://127.0.0.1:9/' }),
      ],
      [
        'a key id that is a path',
        () => element.ticket(file, {}, forger.privateKey, { kid: '../../dev/null' }),
      ],
      ['another type', () => signed({ typ: 'JWT' })],
      ['no start', () => signed({}, { nbf: undefined })],
      ['an expiry in words', () => signed({}, { exp: '9999999999' })],
      ['an expiry past all numbers', () => signed({}, { exp: 1e30 })],
      ['several files', () => signed({}, { fid: [file.id] })],
      ['a file that is a path', () => signed({}, { fid: '../../etc/passwd' })],
      ['a weak tag', () => signed({}, { etag: `W/${file.etag}` })],
      ['a disposition with a header in it', () => signed({}, { disp: 'inline\r\nX: y' })],
      ['a tier that nobody has', () => signed({}, { tier: 'god' })],
      [
        "another ticket's signature",
        async () => {
          const [, , signature = ''] = (await element.ticket(file)).split('.');
          return forge(([header, payload]) => [header, payload, signature]);
        },
      ],
      [
        'parts that changed places',
        () => forge(([header, payload, signature]) => [payload, header, signature]),
      ],
      ['two parts', () => forge(([header, payload]) => [header, payload])],
      ['four parts', () => forge((parts) => [...parts, 'x'])],
      ['five parts', () => Promise.resolve('a.b.c.d.e')],
      ['only dots', () => Promise.resolve('..')],
      ['a header that is a list', () => forge(([, ...rest]) => [base64url('[]'), ...rest])],
      ['a header that is no JSON', () => forge(([, ...rest]) => [base64url('{'), ...rest])],
      ['thousands of brackets', () => forge(([, ...rest]) => [base64url('['.repeat(5_000)), ...rest])],
      ['twenty thousand characters', () => Promise.resolve('A'.repeat(20_000))],
      [
        'another last bit',
        () => forge(([header, payload, signature]) => [header, payload, nextSpelling(signature)]),
      ],
      ['padding', () => forge(([header, payload, signature]) => [header, payload, `${signature}%3D%3D`])],
      [
        'a space behind it',
        () => forge(([header, payload, signature]) => [header, payload, `${signature}%20`]),
      ],
      [
        'a line break behind it',
        () => forge(([header, payload, signature]) => [header, payload, `${signature}%0A`]),
      ],
      [
        'a NUL behind it',
        () => forge(([header, payload, signature]) => [header, payload, `${signature}%00`]),
      ],
      [
        'JSON in place of dots',
        () =>
          forge(([header, payload, signature]) => [
            encodeURIComponent(JSON.stringify({ protected: header, payload, signature })),
          ]),
      ],
      ['nothing', () => Promise.resolve('')],
    ])('%s is 403', async (_name, make) => {
      const answer = await ask(pathOf(`token=${await make()}`));
      expect([statusOf(answer), fieldOf(answer, 'cache-control')]).toEqual([403, 'no-store']);
      expect(JSON.parse(answer.body.toString())).toMatchObject({ code: 'TICKET_INVALID' });
      expect(statusOf(await ask(pathOf(`token=${await make()}`), [], 'HEAD'))).toBe(403);
    });

    it('forged and expired is forged', async () => {
      const past = { exp: 100, iat: 10, nbf: 10 };
      expect(statusOf(await ask(pathOf(`token=${await element.ticket(file, past)}`)))).toBe(410);
      expect(
        statusOf(await ask(pathOf(`token=${await element.ticket(file, past, forger.privateKey)}`))),
      ).toBe(403);
    });

    it.each<[name: string, query: (ticket: string) => string, status: number]>([
      ['twice', (ticket) => `token=${ticket}&token=${ticket}`, 403],
      ['behind a bad one', (ticket) => `token=x&token=${ticket}`, 403],
      ['as a list', (ticket) => `token[]=${ticket}`, 401],
      ['as a member', (ticket) => `token[a]=${ticket}`, 401],
      ['through the prototype', (ticket) => `__proto__[token]=${ticket}`, 401],
      ['in another case', (ticket) => `TOKEN=${ticket}`, 401],
      ['behind a semicolon', (ticket) => `a=1;token=${ticket}`, 401],
      ['under the name of another protocol', (ticket) => `access_token=${ticket}`, 401],
      ['in a fragment', (ticket) => `a=1#token=${ticket}`, 400],
    ])('handed over %s', async (_name, query, status) => {
      expect(statusOf(await ask(pathOf(query(await element.ticket(file)))))).toBe(status);
    });

    it.each(['Authorization: Bearer', 'Cookie: token=', 'x-waybill-caller:', 'x-waybill-ticket:'])(
      'is none in %s',
      async (field) => {
        const lines = [`${field} ${await element.ticket(file)}`.replace('= ', '=')];
        expect(statusOf(await ask(`/api/v1/files/${file.id}/download`, lines))).toBe(401);
      },
    );

    it('goes before the caller: a bad one is refused even where an administrator stands', async () => {
      expect(statusOf(await ask(pathOf('token=x'), await asAdministrator()))).toBe(403);
    });

    it('opens its file only: whatever path, query and headers say', async () => {
      const query = `token=${await element.ticket(file)}&id=${file.id}&file_id=${file.id}`;
      const lines = [`X-Original-URL: ${pathOf(query)}`, `X-Rewrite-URL: ${pathOf(query)}`];
      expect(statusOf(await ask(pathOf(query, other.id), lines))).toBe(403);
    });

    it.each(['GET', 'PUT', 'DELETE'])('gives nobody a %s of the file itself', async (method) => {
      const path = `/api/v1/files/${file.id}?token=${await element.ticket(file)}&filename=x`;
      expect(statusOf(await ask(path, ['Content-Length: 0'], method))).toBe(401);
    });
  });

  describe('with paths', () => {
    const ID = '{id}';
    it.each([
      '..',
      '../..',
      '../../etc/passwd',
      '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '%252e%252e%252f',
      '..%5c..%5c',
      '..\\..\\',
      '..;',
      '/etc/passwd',
      'file:%2f%2f%2fetc%2fpasswd',
      '%c0%ae%c0%ae',
      '%ef%bc%8e%ef%bc%8e',
      '%u002e%u002e',
      '%ff',
      '%zz',
      '~root',
      '*',
      '%00',
      `${ID}%00`,
      `${ID}%00.txt`,
      `${ID}%0d%0aX:y`,
      `${ID}%20`,
      `${ID}.`,
      `${ID}%2f`,
      `%7b${ID}%7d`,
      `urn:uuid:${ID}`,
      `${ID}0`,
      "'%20or%201=1--",
      '__proto__',
      'constructor',
      'a'.repeat(600),
      '00000000-0000-0000-0000-000000000000',
    ])('%s leads nowhere', async (id) => {
      const path = pathOf(`token=${await element.ticket(file)}`, id.replace(ID, file.id));
      const answer = await ask(path);
      expect([400, 401, 403, 404]).toContain(statusOf(answer));
      expect(answer.body.toString()).not.toMatch(/root:|node_modules|\.[jt]s:\d|postgres/);
      expect(fieldOf(answer, 'cache-control')).toBe('no-store');
    });
  });

  it('nothing that is gone is told of: no HEAD, no condition and no range is answered for bytes that are not there', async () => {
    const gone = await element.store(randomBytes(10));
    const { rows } = await element.database.query<{ location: string }>(
      'SELECT location FROM files WHERE id = $1',
      [gone.id],
    );
    await element.storage.lose(rows[0]?.location ?? '');
    const path = pathOf(`token=${await element.ticket(gone)}`, gone.id);
    const statuses = [
      await ask(path),
      await ask(path, [], 'HEAD'),
      await ask(path, ['If-None-Match: *']),
      await ask(path, ['If-Match: "x"']),
      await ask(path, ['Range: bytes=100-']),
    ].map(statusOf);
    expect(statuses).toEqual([404, 404, 404, 404, 404]);
  });

  it('no ticket gets into an event by the Referer of the page that holds the link', async () => {
    const did = newDownloadId();
    const path = pathOf(`token=${await element.ticket(file, { did })}`);
    await ask(path, [`Referer: http://ann:secret@pages.example${path}`]);
    const [report] = await eventually(() => {
      const reports = element.served().filter(({ downloadId }) => downloadId === did);
      expect(reports).toHaveLength(1);
      return reports;
    });
    expect(report?.client.referrer).toBe(`http://pages.example/api/v1/files/${file.id}/download`);
  });

  it('a shared cache keeps nothing that a bearer token opened', async () => {
    const lines = await asAdministrator();
    for (const extra of [[], ['Range: bytes=0-0'], ['If-None-Match: *']]) {
      const answer = await ask(`/api/v1/files/${file.id}/download`, [...lines, ...extra]);
      expect(fieldOf(answer, 'cache-control')).toBe('private, no-cache, no-transform');
      expect(fieldOf(answer, 'vary')).toBe('authorization');
    }
  });
});

/** The same bytes in another spelling: the last character of a signature has four bits that mean nothing. */
function nextSpelling(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return signature.slice(0, -1) + (alphabet[alphabet.indexOf(signature.at(-1) ?? 'A') + 1] ?? 'A');
}
