import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import type { StoredFile } from '../domain/stored-file.js';
import { Throttle } from '../transfer/throttle.js';
import { TokenBucket } from '../transfer/token-bucket.js';
import { Files } from './files.js';
import { InspectFile } from './inspect-file.js';

export interface ScrubSettings {
  /** A file is due when its last look is older. */
  readonly ageMs: number;
  readonly bytesPerSecond: number;
  /** A round ends after this, and the next goes on where it ended. */
  readonly roundMs: number;
}

export interface ScrubResult {
  readonly checked: number;
  readonly damaged: number;
}

/** Told after each file. */
export type OnChecked = (file: StoredFile, isWhole: boolean) => void;

const BATCH = 50;

/** Re-hashes stored files, the longest unchecked first, slowly. */
@Injectable()
export class ScrubFiles {
  readonly #stop = new AbortController();

  constructor(
    private readonly files: Files,
    private readonly inspect: InspectFile,
    private readonly clock: Clock,
    private readonly settings: ScrubSettings,
  ) {}

  /** Looks at what is due; gives how many files were damaged. Stopped, it gives what it has seen so far. */
  async execute(
    { ageMs, bytesPerSecond, roundMs } = this.settings,
    onChecked: OnChecked = () => undefined,
  ): Promise<ScrubResult> {
    const throttle = new Throttle([new TokenBucket(bytesPerSecond)]);
    const before = new Date(this.clock.now().getTime() - ageMs);
    const until = performance.now() + roundMs;
    const result = { checked: 0, damaged: 0 };
    for (;;) {
      const due = await this.files.due(before, BATCH);
      if (due.length === 0) return result;
      for (const file of due) {
        if (performance.now() > until) return result;
        const isWhole = await this.#look(file, throttle);
        if (isWhole === null) return result;
        result.checked += 1;
        if (!isWhole) result.damaged += 1;
        onChecked(file, isWhole);
      }
    }
  }

  /** Null where it was stopped. */
  async #look(file: StoredFile, throttle: Throttle): Promise<boolean | null> {
    const { signal } = this.#stop;
    try {
      signal.throwIfAborted();
      return await this.inspect.execute(file, throttle, signal);
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  /** Ends a running round at the next chunk. */
  stop(): void {
    this.#stop.abort(new Error('The scrub was stopped'));
  }
}
