/** The bytes of one stored file, held open for one or more bodies. */
export abstract class OpenBytes {
  /** A descriptor that the kernel can send from, or null where the bytes are elsewhere. */
  abstract readonly descriptor: number | null;

  /** When the bytes were last written to; null where nobody tells. */
  abstract readonly changedAt: Date | null;

  /** True where the bytes are likely in memory: a guess, for where the kernel does not tell. */
  abstract readonly isWarm: boolean;

  /**
   * The bytes from `start` up to `end` in order. A chunk is good until the next one is asked for, so ask only when it
   * was written. Throws `SourceChangedError` where the source ends early or is no longer what was opened.
   */
  abstract chunks(start: number, end: number, signal: AbortSignal): AsyncIterable<Buffer>;

  /** One read of at most `into.length` bytes at `position`; gives how many. Only where there is a descriptor. */
  abstract read(into: Buffer, position: number, length: number): Promise<number>;

  /** Throws `SourceChangedError` where the source is no longer what was opened. */
  abstract check(): void;

  /** The body no longer needs them. */
  abstract release(): void;
}

/** The stored bytes are not those that were promised: nothing more may be sent under their ETag. */
export class SourceChangedError extends Error {
  constructor() {
    super('The source changed while it was being sent');
    this.name = 'SourceChangedError';
  }
}
