import { finished, type Readable } from 'node:stream';
import { types } from 'node:util';
import { ReadingFailedError } from './reading-failed.error.js';

/**
 * What a body brings, piece by piece, as long as it does not fall silent; while the reader takes its time nobody counts.
 * A piece is good until the next one is asked for: then its memory is given back, for V8 lets 64 MiB of such garbage
 * gather before it looks.
 */
export async function* piecesOf(body: Readable, silenceMs: number): AsyncGenerator<Buffer> {
  const inbox = new Inbox(body);
  for (;;) {
    const timer = setTimeout(() => body.destroy(new ReadingFailedError('it fell silent')), silenceMs);
    const piece = await inbox.next().finally(() => clearTimeout(timer));
    if (piece === null) return;
    yield piece;
    free(piece);
  }
}

/** Takes pieces as they came: a stream's own iterator joins those that wait, and what it joined is garbage. */
class Inbox {
  readonly #arrived: Buffer[] = [];
  #isOver = false;
  #failure: Error | null = null;
  #wake: () => void = () => undefined;

  constructor(private readonly body: Readable) {
    body.on('data', (piece: Buffer) => {
      this.#arrived.push(piece);
      body.pause();
      this.#wake();
    });
    finished(body, { writable: false }, (error) => {
      this.#isOver = true;
      this.#failure = error ?? null;
      this.#wake();
    });
  }

  /** Null at the end; rejects with what the body failed with. */
  async next(): Promise<Buffer | null> {
    while (this.#arrived.length === 0 && !this.#isOver) await this.#more();
    const piece = this.#arrived.shift();
    if (piece !== undefined) return piece;
    if (this.#failure !== null) throw this.#failure;
    return null;
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.body.resume();
    });
  }
}

/** A piece that has its memory to itself. */
function free({ buffer, length }: Buffer): void {
  if (types.isArrayBuffer(buffer) && buffer.byteLength === length) buffer.transfer(0);
}
