import { Injectable } from '@nestjs/common';
import { ChangeSignals } from './change-signals.js';
import { DownloadChanges, type Followed, type NumberedState } from './download-changes.js';

export interface Following extends Followed {
  /** The number of the last change that is known; null where nothing is: then it begins now. */
  readonly after: number | null;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** `changes` is empty once in the beginning and whenever nothing happened for `HEARTBEAT_MS`. */
export interface News {
  /** The number up to which everything was told. */
  readonly number: number;
  readonly changes: readonly NumberedState[];
}

const HEARTBEAT_MS = 15_000;
/** Many changes in a moment are one piece of news. */
const GATHER_MS = 200;
const MOST_AT_ONCE = 200;

/** Tells what changes, each download as it is by then: who was away gets the last state of each, not every step. */
@Injectable()
export class FollowDownloads {
  constructor(
    private readonly changes: DownloadChanges,
    private readonly signals: ChangeSignals,
  ) {}

  async *execute({ after, signal, ...followed }: Following): AsyncGenerator<News> {
    const bell = new Bell(signal);
    const stopListening = this.signals.listen(followed.userId, () => bell.ring());
    try {
      let number = after ?? (await this.changes.latest(followed.userId));
      yield { number, changes: [] };
      while (!signal.aborted) {
        const changes = await this.changes.since(followed, number, MOST_AT_ONCE);
        number = changes.at(-1)?.number ?? number;
        if (changes.length > 0) yield { number, changes };
        if (changes.length === MOST_AT_ONCE) continue;
        // A signal can get lost with its connection, so silence ends with a look, too.
        if (!(await bell.wait(HEARTBEAT_MS))) yield { number, changes: [] };
        await bell.rest(GATHER_MS);
      }
    } finally {
      stopListening();
    }
  }
}

/** Remembers a ring until somebody waits for it. */
class Bell {
  #rung = false;
  #wake: () => void = () => undefined;

  constructor(private readonly signal: AbortSignal) {
    signal.addEventListener('abort', () => this.#wake(), { once: true });
  }

  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  /** @returns whether it rang within that time */
  async wait(milliseconds: number): Promise<boolean> {
    if (!this.#rung) await this.rest(milliseconds);
    const rung = this.#rung;
    this.#rung = false;
    return rung;
  }

  rest(milliseconds: number): Promise<void> {
    if (this.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
