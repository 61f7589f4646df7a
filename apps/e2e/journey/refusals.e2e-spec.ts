import { describe, expect, it } from '@jest/globals';
import { type Answer, send, somebody } from '../contract/world.js';

const person = somebody();
const post = async (path: string, body: string, type = 'application/json'): Promise<Answer> =>
  send(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${await person.token()}`, 'content-type': type },
    body,
  });
const json = (value: unknown) => JSON.stringify(value);

/** What the tasks edition promises for everything that goes wrong. */
function expectRefusal(answer: Answer, status: number, code: string): void {
  expect(answer).toMatchObject({
    status,
    body: { success: false, error: { code, message: expect.any(String) } },
  });
}

describe('bad input', () => {
  it.each<[string, string, number, string]>([
    ['no resourceId', json({}), 400, 'VALIDATION_FAILED'],
    ['a resourceId that is a number', json({ resourceId: 5 }), 400, 'VALIDATION_FAILED'],
    ['a resourceId that is no id', json({ resourceId: '../etc/passwd' }), 400, 'VALIDATION_FAILED'],
    ['an unknown quality', json({ resourceId: 'res_1', quality: 'ultra' }), 400, 'VALIDATION_FAILED'],
    ['a list', json([]), 400, 'VALIDATION_FAILED'],
    ['null', 'null', 400, 'VALIDATION_FAILED'],
    ['malformed JSON', '{"resourceId": ', 400, 'VALIDATION_FAILED'],
    ['nothing at all', '', 400, 'VALIDATION_FAILED'],
    ['2 MiB', json({ resourceId: 'a'.repeat(2 * 1024 * 1024) }), 413, 'PAYLOAD_TOO_LARGE'],
    ['an unknown resource', json({ resourceId: 'res_unknown' }), 404, 'FILE_NOT_AVAILABLE'],
  ])('POST /downloads with %s', async (_name, body, status, code) => {
    expectRefusal(await post('/downloads', body), status, code);
  });

  it.each([
    ['GET', '/downloads?page=0', 400],
    ['GET', '/downloads?limit=101', 400],
    ['GET', '/downloads?status=unknown', 400],
    ['GET', '/downloads?startDate=yesterday', 400],
    ['GET', '/downloads/dl_00000000000000000000000000000000', 404],
    ['GET', '/downloads/not-an-id', 404],
    ['GET', "/downloads/dl_1'%20OR%20'1'='1", 404],
    ['GET', '/downloads/%00', 404],
    ['POST', '/downloads/dl_00000000000000000000000000000000/start', 404],
    ['DELETE', '/downloads', 405],
  ])('%s %s is %d', async (method, path, status) => {
    const answer = await person.call(method, path);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ success: false, error: { code: expect.any(String) } });
  });

  it('a body that is no JSON is refused by its type', async () => {
    const answer = await post('/downloads', '<resource/>', 'application/xml');
    expect([400, 415]).toContain(answer.status);
    expect(answer.body).toMatchObject({ success: false, error: { code: expect.any(String) } });
  });

  it('a bad UUID names no file', async () => {
    const answer = await send('/api/v1/files/not-a-uuid/download?token=x');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  it('a path that nobody serves is 404, not a crash', async () =>
    expect(await person.get('/nowhere')).toMatchObject({ status: 404 }));
});
