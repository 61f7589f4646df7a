import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ArchiveStorage } from '../application/archive-storage.js';

const UNFINISHED = '.part';

/** The archive in a folder of this machine. */
export class LocalArchiveStorage extends ArchiveStorage {
  readonly #root: string;

  constructor(root: string) {
    super();
    this.#root = resolve(root);
  }

  override async write(name: string, content: Readable): Promise<void> {
    const path = this.#pathOf(name);
    await mkdir(dirname(path), { recursive: true });
    const unfinished = path + UNFINISHED;
    try {
      await pipeline(content, createWriteStream(unfinished, { flush: true }));
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    await flushFolder(dirname(path));
  }

  override read(name: string): Promise<Readable> {
    return Promise.resolve(createReadStream(this.#pathOf(name)));
  }

  override async list(prefix: string): Promise<string[]> {
    const entries = await readdir(this.#root, { recursive: true, withFileTypes: true }).catch(emptyIfMissing);
    return entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith(UNFINISHED))
      .map((entry) => relative(this.#root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
      .filter((name) => name.startsWith(prefix))
      .toSorted();
  }

  #pathOf(name: string): string {
    const path = resolve(this.#root, name);
    if (!path.startsWith(this.#root + sep)) throw new RangeError(`${name} leads out of the archive`);
    return path;
  }
}

/** The rename is durable when the folder is. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

function emptyIfMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
