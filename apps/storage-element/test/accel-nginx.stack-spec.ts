import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDownloadId } from '@waybill/kernel';
import { eventually, freePort } from '@waybill/testing';
import { type RunningElement, startElement, type StoredFileBody } from './running-element.js';
import { type DiskStorage, openFolder } from './test-storage.js';

/** As README.md of this service shows it. */
function configuration(prefix: string, port: number, element: string, root: string): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
    ${userInfo().uid === 0 ? 'user root;' : ''}
    daemon off;
    pid ${prefix}/nginx.pid;
    error_log ${prefix}/error.log;
    events { worker_connections 64; }
    http {
      ${kinds.map((kind) => `${kind}_temp_path ${prefix}/${kind};`).join(' ')}
      access_log off;
      server {
        listen 127.0.0.1:${port};
        location /api/v1/files/ { proxy_pass ${element}; }
        location /stored/ {
          internal;
          alias ${root}/;
          sendfile on;
          etag off;
          add_header ETag $upstream_http_etag;
        }
      }
    }`;
}

describe('a real nginx in front', () => {
  const bytes = randomBytes(300_000);
  let element: RunningElement;
  let storage: DiskStorage;
  let prefix: string;
  let nginx: ChildProcess;
  let url: string;
  let file: StoredFileBody;

  beforeAll(async () => {
    storage = await openFolder();
    element = await startElement({ storage, settings: { ACCEL_REDIRECT_PREFIX: '/stored/' } });
    prefix = await mkdtemp(join(tmpdir(), 'waybill-nginx-'));
    const port = await freePort();
    const path = join(prefix, 'nginx.conf');
    await writeFile(path, configuration(prefix, port, element.url, storage.root));
    nginx = spawn('nginx', ['-c', path, '-p', prefix], { stdio: 'ignore' });
    url = `http://127.0.0.1:${port}`;
    await eventually(async () => expect((await fetch(url)).status).toBeGreaterThan(0));
    file = await element.store(bytes);
  }, 60_000);
  afterAll(async () => {
    const gone = once(nginx, 'exit');
    nginx.kill('SIGTERM');
    await gone;
    await element.stop();
    await storage.drop();
    await rm(prefix, { recursive: true, force: true });
  });

  const get = async (headers: Record<string, string>, did = newDownloadId()) =>
    fetch(`${url}/api/v1/files/${file.id}/download?token=${await element.ticket(file, { did })}`, {
      headers,
    });
  const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

  it('sends the whole, under our name and our tag', async () => {
    const answer = await get({});
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-accel-redirect')).toBeNull();
    expect(answer.headers.get('etag')).toBe(file.etag);
    expect(answer.headers.get('content-disposition')).toContain('film.mp4');
    expect((await bytesOf(answer)).equals(bytes)).toBe(true);
  });

  it.each<[range: string, start: number, end: number]>([
    ['bytes=1000-1999', 1000, 2000],
    ['bytes=299000-', 299_000, 300_000],
    ['bytes=-500', 299_500, 300_000],
  ])('sends %s, which is accounted for', async (range, start, end) => {
    const did = newDownloadId();
    const answer = await get({ range }, did);
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/300000`);
    expect((await bytesOf(answer)).equals(bytes.subarray(start, end))).toBe(true);
    await eventually(() =>
      expect(element.served().filter(({ downloadId }) => downloadId === did)).toMatchObject([
        { ranges: [{ start, end }] },
      ]),
    );
  });

  it.each<[what: string, headers: Record<string, string>, status: number]>([
    ['several ranges', { range: 'bytes=0-9,20-29' }, 206],
    ['a range whose condition holds', { range: 'bytes=0-9', 'if-range': 'ETAG' }, 206],
    ['a range whose condition fails', { range: 'bytes=0-9', 'if-range': '"other"' }, 200],
    ['what the client has', { 'if-none-match': 'ETAG' }, 304],
    ['a range past the end', { range: 'bytes=999999-' }, 416],
  ])('lets the element answer %s', async (_what, headers, status) => {
    const own = Object.entries(headers).map(([name, value]) => [name, value.replace('ETAG', file.etag)]);
    const answer = await get(Object.fromEntries(own) as Record<string, string>);
    expect(answer.status).toBe(status);
    await answer.arrayBuffer();
  });

  it('shows its stored files to nobody who asks for them', async () =>
    expect((await fetch(`${url}/stored/files/`)).status).toBe(404));
});
