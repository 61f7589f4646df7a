import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A file as it goes out: whole, and compressed where that pays. */
export interface WebFile {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly br: Buffer | null;
  readonly gzip: Buffer | null;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const COMPRESSIBLE = /^(text\/|application\/json|image\/svg)/;
/** Below it the frame of the compression weighs more than it saves. */
const SMALLEST_COMPRESSED = 512;
/** Beyond 9 brotli takes ten times as long for two per cent. */
const BROTLI_QUALITY = 9;

/**
 * Files of one folder, for everybody. What is asked for is one plain name or names below plain names, and never begins with a
 * dot, so there is no way out of the folder. A file is read and compressed once, and again when it was changed.
 */
export class WebFolder {
  readonly #files = new Map<string, { readonly stamp: string; readonly file: Promise<WebFile> }>();

  constructor(private readonly root: string) {}

  /** Null where there is no such file, or none that we would give away. */
  async find(path: string): Promise<WebFile | null> {
    if (!isPlain(path) || TYPES[extname(path)] === undefined) return null;
    const stamp = await stampOf(join(this.root, path));
    if (stamp === null) return null;
    const known = this.#files.get(path);
    if (known?.stamp === stamp) return known.file;
    const file = readFile(join(this.root, path)).then((plain) => webFile(plain, TYPES[extname(path)] ?? ''));
    this.#files.set(path, { stamp, file });
    return file;
  }
}

const isPlain = (path: string) => path.split('/').every((name) => /^[\w-][\w.-]*$/.test(name));

async function stampOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? `${found.mtimeMs}/${found.size}` : null;
}

export async function webFile(plain: Buffer, type: string): Promise<WebFile> {
  const etag = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  const file = { type, etag, plain, br: null, gzip: null };
  if (!COMPRESSIBLE.test(type) || plain.length < SMALLEST_COMPRESSED) return file;
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
  const [br, zipped] = await Promise.all([
    promisify(brotliCompress)(plain, { params }),
    promisify(gzip)(plain),
  ]);
  return { ...file, br, gzip: zipped };
}
