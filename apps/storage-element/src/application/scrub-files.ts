import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
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

  /** Looks at what is due; gives how many files were damaged. */
  async execute(
    { ageMs, bytesPerSecond, roundMs } = this.settings,
  ): Promise<{ checked: number; damaged: number }> {
    const throttle = new Throttle([new TokenBucket(bytesPerSecond)]);
    const before = new Date(this.clock.now().getTime() - ageMs);
    const until = performance.now() + roundMs;
    const result = { checked: 0, damaged: 0 };
    for (;;) {
      const due = await this.files.due(before, BATCH);
      if (due.length === 0) return result;
      for (const file of due) {
        if (performance.now() > until || this.#stop.signal.aborted) return result;
        result.checked += 1;
        if (!(await this.inspect.execute(file, throttle, this.#stop.signal))) result.damaged += 1;
      }
    }
  }

  /** Ends a running round at the next chunk. */
  stop(): void {
    this.#stop.abort(new Error('The scrub was stopped'));
  }
}
