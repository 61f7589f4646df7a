import { createServer } from 'node:http';
import fastifyStatic from '@fastify/static';
import fastify from 'fastify';
import send from 'send';

const [name, root = '.', port = '0'] = process.argv.slice(2);

if (name === 'send')
  createServer((request, response) => {
    send(request, request.url ?? '/', { root }).pipe(response);
  }).listen(Number(port), '127.0.0.1');
else {
  const app = fastify();
  await app.register(fastifyStatic, { root });
  await app.listen({ port: Number(port), host: '127.0.0.1' });
}
