import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Person } from '../../deploy/demo/person.ts';
import { readStackFile } from '../../deploy/embedded/stack-file.ts';
import { TemporaryStack } from '../../deploy/embedded/temporary-stack.ts';
import { ResidentSets } from './resident-set.ts';

const MIB = 1024 * 1024;
const SIZE = 5 * 1024 * MIB;
const LIMIT = 200 * MIB;
const WATCHED = ['gateway', 'storage-element'];

/**
 * A file of 5 GiB goes up and comes down through the gateway; neither it nor the storage element may hold more than
 * 200 MiB at any time (issue 3, "It must hold").
 */
export async function run(): Promise<void> {
  const stack = await TemporaryStack.create();
  try {
    await stack.start();
    const admin = await Person.signIn(stack.url, stack.jwtSecret, 'bench-admin', ['admin']);
    const buyer = await Person.signIn(stack.url, stack.jwtSecret, 'bench-buyer', ['normal']);
    const { path, digest } = await watch(stack, 'upload', () => upload(admin));
    const link = await publish(admin, buyer, path);
    const arrived = await watch(stack, 'download', () => download(link));
    if (arrived !== digest) throw new Error('Other bytes came down than went up');
  } finally {
    await stack.remove();
  }
}

async function watch<T>(stack: TemporaryStack, what: string, work: () => Promise<T>): Promise<T> {
  const services = readStackFile(stack.stackFile)?.services ?? {};
  const sets = new ResidentSets(WATCHED.map((name) => ({ name, pid: services[name]?.pid ?? 0 })));
  const started = performance.now();
  const result = await work();
  const seconds = (performance.now() - started) / 1000;
  console.log(`${what}: 5 GiB in ${seconds.toFixed(1)} s, ${(SIZE / MIB / seconds).toFixed(0)} MiB/s`);
  for (const [name, bytes] of sets.stop()) judge(name, bytes);
  return result;
}

function judge(name: string, bytes: number): void {
  const verdict = bytes < LIMIT ? 'below' : 'ABOVE';
  console.log(
    `  ${name.padEnd(16)} ${(bytes / MIB).toFixed(0)} MiB at most: ${verdict} the limit of 200 MiB`,
  );
  if (bytes >= LIMIT) process.exitCode = 1;
}

async function upload(admin: Person): Promise<{ path: string; digest: string }> {
  const hash = createHash('sha256');
  const path = `/api/v1/files/${randomUUID()}`;
  const body = Readable.toWeb(Readable.from(pieces(hash))) as ReadableStream;
  const stored = await admin.upload(`${path}?filename=five-gibibytes.bin`, 'application/octet-stream', body);
  if (stored.status !== 201) throw new Error(`The upload failed: ${JSON.stringify(stored)}`);
  return { path, digest: hash.digest('hex') };
}

/** Different in each MiB, so that a piece that is lost or repeated shows. */
function* pieces(hash: ReturnType<typeof createHash>): Generator<Buffer> {
  const noise = randomBytes(MIB);
  for (let index = 0; index < SIZE / MIB; index += 1) {
    const piece = Buffer.from(noise);
    piece.writeUInt32BE(index, 0);
    hash.update(piece);
    yield piece;
  }
}

async function publish(admin: Person, buyer: Person, path: string): Promise<string> {
  const fileId = path.split('/').at(-1);
  const asset = {
    title: 'Large',
    type: 'software',
    access: 'public',
    renditions: [{ quality: 'original', fileId }],
  };
  const published = await admin.put('/api/v1/assets/bench-large', asset);
  if (published.status !== 201) throw new Error(`It was not published: ${JSON.stringify(published)}`);
  const created = await buyer.post('/downloads', { resourceId: 'bench-large' });
  const { data } = created.body as { data?: { download: { downloadUrl: string } } };
  if (data === undefined) throw new Error(`It was not created: ${JSON.stringify(created)}`);
  return data.download.downloadUrl;
}

async function download(link: string): Promise<string> {
  const hash = createHash('sha256');
  const answer = await fetch(link);
  const body: AsyncIterable<Uint8Array> | null = answer.body;
  if (answer.status !== 200 || body === null) throw new Error(`The link answered ${String(answer.status)}`);
  for await (const chunk of body) hash.update(chunk);
  return hash.digest('hex');
}
