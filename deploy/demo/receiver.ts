import { createHash, type Hash } from 'node:crypto';
import { ProgressBar } from './progress-bar.ts';

/** Why a fetch came to its end. */
export type Outcome = 'complete' | 'stopped' | 'cut';

export interface Fetching {
  /** Ask for the bytes up to here only, excluded; the rest of the file otherwise. */
  readonly end?: number;
  /** Called once, with the connection held still, as soon as there are so many bytes. */
  readonly pauseAt?: { readonly bytes: number; work(): Promise<void> };
  /** Drop the connection as soon as there are so many bytes. */
  readonly stopAt?: number;
}

/** A client that fetches a file bit by bit and goes on where it was. */
export class Receiver {
  readonly #size: number;
  readonly #hash: Hash = createHash('sha256');
  #received = 0;

  constructor(size: number) {
    this.#size = size;
  }

  get received(): number {
    return this.#received;
  }

  digest(): string {
    return this.#hash.digest('hex');
  }

  async fetch(link: string, fetching: Fetching = {}): Promise<Outcome> {
    const bar = new ProgressBar(this.#size);
    const connection = new AbortController();
    try {
      const body = await this.#open(link, fetching, connection.signal);
      return await this.#read(body, fetching, bar);
    } finally {
      connection.abort();
      bar.end(this.#received);
    }
  }

  async #open(link: string, { end }: Fetching, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const last = end === undefined ? '' : String(end - 1);
    const answer = await fetch(link, {
      headers: { range: `bytes=${String(this.#received)}-${last}` },
      signal,
    });
    if (answer.status !== 206 || answer.body === null)
      throw new Error(`The link answered ${String(answer.status)}: ${await answer.text()}`);
    return answer.body;
  }

  async #read(
    body: ReadableStream<Uint8Array>,
    { pauseAt, stopAt }: Fetching,
    bar: ProgressBar,
  ): Promise<Outcome> {
    let pausing = pauseAt;
    try {
      for await (const chunk of body) {
        this.#take(chunk, bar);
        if (stopAt !== undefined && this.#received >= stopAt) return 'stopped';
        if (pausing === undefined || this.#received < pausing.bytes) continue;
        await pausing.work();
        pausing = undefined;
      }
      return 'complete';
    } catch (error) {
      if (error instanceof TypeError) return 'cut';
      throw error;
    }
  }

  #take(chunk: Uint8Array, bar: ProgressBar): void {
    this.#hash.update(chunk);
    this.#received += chunk.length;
    bar.show(this.#received);
  }
}
