import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UndiciWebhookSender } from '../src/webhooks/undici-webhook-sender.js';

let server: Server;
let port: number;
const reached: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    reached.push(request.url ?? '');
    if (request.url === '/elsewhere') response.writeHead(307, { location: '/target' });
    // Whoever asks for /silence gets no answer.
    if (request.url !== '/silence') response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const message = (host: string, path = '/') => ({
  url: `http://${host}:${String(port)}${path}`,
  id: 'event-1',
  body: '{}',
  headers: {},
});

describe('the sender of webhooks', () => {
  it.each(['127.0.0.1', '[::ffff:127.0.0.1]', 'localhost', '0.0.0.0'])('never gets to %s', async (host) => {
    const sender = new UndiciWebhookSender({ allowPrivate: false });
    await expect(sender.send(message(host, `/from-${host}`))).rejects.toThrow();
    await sender.onModuleDestroy();
    expect(reached).not.toContain(`/from-${host}`);
  });

  it('gets there where that is allowed', async () => {
    const sender = new UndiciWebhookSender({ allowPrivate: true });
    await sender.send(message('127.0.0.1', '/allowed'));
    await sender.onModuleDestroy();
    expect(reached).toContain('/allowed');
  });

  it('follows nobody elsewhere', async () => {
    const sender = new UndiciWebhookSender({ allowPrivate: true });
    await expect(sender.send(message('127.0.0.1', '/elsewhere'))).rejects.toThrow('307');
    await sender.onModuleDestroy();
    expect(reached).not.toContain('/target');
  });

  it('does not wait for ever', async () => {
    const sender = new UndiciWebhookSender({ allowPrivate: true, timeoutMs: 100 });
    await expect(sender.send(message('127.0.0.1', '/silence'))).rejects.toThrow();
    await sender.onModuleDestroy();
  });
});
