import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  type FileHandle,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  unlink,
} from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { isAlive } from '../accounting/is-alive.js';
import { accessDenied, fileTooLarge, notOnStorage } from '../domain/refusals.js';
import type { HeldBytes } from '../domain/held-bytes.js';
import type { StoredFile } from '../domain/stored-file.js';
import type { BufferPool } from '../transfer/buffer-pool.js';
import { type ArrivedBytes, ByteStore } from './byte-store.js';
import { DescriptorCache } from './descriptor-cache.js';
import { filesBelow, unlessGone } from './folder-walk.js';
import { LocalBytes } from './local-bytes.js';
import type { OpenBytes } from './open-bytes.js';

const INCOMING = 'incoming';
const FILES = 'files';
/** An upload that nobody has written to for a day has died with its element. */
const LEFTOVER_MS = 24 * 3600 * 1000;

/** Files below one folder, spread over 65,536 directories by the last digits of their ids. */
export class LocalDisk extends ByteStore {
  readonly #root: string;
  readonly #open: DescriptorCache;

  constructor(
    root: string,
    private readonly pool: BufferPool,
  ) {
    super();
    this.#root = resolve(root);
    this.#open = new DescriptorCache(pool);
  }

  override get largestBody(): number {
    return Number.MAX_SAFE_INTEGER;
  }

  override async prepare(): Promise<void> {
    await mkdir(join(this.#root, FILES), { recursive: true });
    await mkdir(join(this.#root, INCOMING), { recursive: true });
    const names = await readdir(join(this.#root, INCOMING));
    await Promise.all(names.map((name) => this.#sweep(join(this.#root, INCOMING, name))));
  }

  override async receive(id: string, body: AsyncIterable<Buffer>, limit: number): Promise<ArrivedBytes> {
    const unique = randomUUID();
    const temporary = join(this.#root, INCOMING, `${id}.${process.pid}.${unique}`);
    // New each time, so that no other upload and no removal ever meets it.
    const location = join(FILES, id.slice(-2), id.slice(-4, -2), `${id}.${unique.slice(0, 8)}`);
    const file = await open(temporary, 'wx', 0o640);
    try {
      const { size, sha256 } = await takeIn(file, body, limit);
      await file.sync();
      await file.close();
      return {
        location,
        size,
        sha256,
        keep: () => this.#keep(temporary, location),
        discard: () => rm(temporary, { force: true }),
        takeBack: () => this.remove(location),
      };
    } catch (error) {
      await file.close().catch(() => undefined);
      await rm(temporary, { force: true });
      throw error;
    }
  }

  override async open(file: StoredFile): Promise<OpenBytes> {
    return this.peek(file) ?? this.#open.keep(file, await this.#openJailed(file));
  }

  override peek(file: StoredFile): OpenBytes | undefined {
    return this.#open.take(file);
  }

  override async remove(location: string): Promise<void> {
    this.#open.forget(location);
    await rm(this.#pathOf(location), { force: true });
  }

  override inventory(): AsyncIterable<HeldBytes> {
    return filesBelow(join(this.#root, FILES), this.#root);
  }

  override async holds(location: string): Promise<boolean> {
    return (await stat(this.#pathOf(location)).catch(unlessGone)) !== undefined;
  }

  override check(): Promise<void> {
    return access(join(this.#root, INCOMING), constants.W_OK);
  }

  async close(): Promise<void> {
    await this.#open.close();
  }

  #pathOf(location: string): string {
    const path = resolve(this.#root, location);
    if (!path.startsWith(this.#root + sep)) throw accessDenied();
    return path;
  }

  async #openJailed(file: StoredFile): Promise<LocalBytes> {
    const real = await this.#realPath(this.#pathOf(file.location));
    // Links were resolved, so the last name is none; O_NONBLOCK, or opening a FIFO would wait for its writer.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const handle = await open(real, flags).catch(refuseOpen);
    const facts = await handle.stat({ bigint: true });
    if (facts.isFile() && facts.size === BigInt(file.size)) return new LocalBytes(handle, facts, this.pool);
    await handle.close();
    throw facts.isFile() ? notOnStorage() : accessDenied();
  }

  async #realPath(path: string): Promise<string> {
    const [root, real] = await Promise.all([realpath(this.#root), realpath(path)]).catch(refuseOpen);
    if (!real.startsWith(root + sep)) throw accessDenied();
    // Looked at before it is opened: opening some devices does something.
    if (!(await stat(real).catch(refuseOpen)).isFile()) throw accessDenied();
    return real;
  }

  async #keep(temporary: string, location: string): Promise<void> {
    const path = this.#pathOf(location);
    await mkdir(dirname(path), { recursive: true });
    await rename(temporary, path);
    // The name is durable only when its directory is.
    await syncDirectory(dirname(path));
  }

  async #sweep(path: string): Promise<void> {
    const facts = await stat(path).catch(() => undefined);
    const pid = Number(path.split('.').at(-2));
    if (
      facts !== undefined &&
      (Date.now() - facts.mtimeMs > LEFTOVER_MS || pid === process.pid || !isAlive(pid))
    )
      await unlink(path).catch(() => undefined);
  }
}

async function takeIn(file: FileHandle, body: AsyncIterable<Buffer>, limit: number) {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw fileTooLarge(limit);
    hash.update(chunk);
    await writeWhole(file, chunk);
  }
  return { size, sha256: hash.digest('hex') };
}

async function writeWhole(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at)).bytesWritten;
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, constants.O_RDONLY);
  await directory.sync().finally(() => directory.close());
}

/** What a missing, unreadable or looping path means to the client. */
function refuseOpen(error: unknown): never {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') throw notOnStorage();
  if (code === 'ELOOP' || code === 'EACCES' || code === 'ENXIO') throw accessDenied();
  throw error;
}
