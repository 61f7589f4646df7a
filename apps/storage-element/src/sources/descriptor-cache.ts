import type { StoredFile } from '../domain/stored-file.js';
import type { BufferPool } from '../transfer/buffer-pool.js';
import type { LocalBytes } from './local-bytes.js';
import { OpenBytes } from './open-bytes.js';

/** Opening, looking and closing cost more than sending 64 KiB, so a file stays open for a moment after its last body. */
const IDLE_MS = 1_000;
const MAX_OPEN = 512;
/** Up to this size a file that was just sent is taken to be in memory still. */
const WARM_BYTES = 64 * 1024 * 1024;

interface Shared {
  readonly location: string;
  readonly bytes: LocalBytes;
  readonly size: number;
  users: number;
  served: boolean;
  forgotten: boolean;
  idleSince: number;
}

/** Open files, shared by the bodies that are sent from them. */
export class DescriptorCache {
  readonly #files = new Map<string, Shared>();
  #sweeper: NodeJS.Timeout | undefined;

  constructor(readonly pool: BufferPool) {}

  /** The open file, where there is one and it is still what was opened. */
  take(file: StoredFile): OpenBytes | undefined {
    const shared = this.#files.get(file.location);
    if (shared === undefined) return undefined;
    try {
      shared.bytes.check();
    } catch {
      this.forget(file.location);
      return undefined;
    }
    return this.#lend(shared);
  }

  keep(file: StoredFile, bytes: LocalBytes): OpenBytes {
    const shared: Shared = {
      location: file.location,
      bytes,
      size: file.size,
      users: 0,
      served: false,
      forgotten: this.#files.has(file.location) || this.#files.size >= MAX_OPEN,
      idleSince: 0,
    };
    if (!shared.forgotten) this.#files.set(file.location, shared);
    this.#sweeper ??= setInterval(() => this.#sweep(), IDLE_MS).unref();
    return this.#lend(shared);
  }

  forget(location: string): void {
    const shared = this.#files.get(location);
    if (shared === undefined) return;
    this.#files.delete(location);
    shared.forgotten = true;
    if (shared.users === 0) void shared.bytes.close();
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
    const idle = [...this.#files.values()].filter(({ users }) => users === 0);
    for (const shared of this.#files.values()) shared.forgotten = true;
    this.#files.clear();
    await Promise.all(idle.map(({ bytes }) => bytes.close()));
  }

  #lend(shared: Shared): OpenBytes {
    shared.users += 1;
    return new SharedBytes(shared.bytes, shared.served && shared.size <= WARM_BYTES, () =>
      this.#giveBack(shared),
    );
  }

  #giveBack(shared: Shared): void {
    shared.users -= 1;
    shared.served = true;
    shared.idleSince = performance.now();
    if (shared.users === 0 && shared.forgotten) void shared.bytes.close();
  }

  #sweep(): void {
    const before = performance.now() - IDLE_MS;
    for (const shared of this.#files.values())
      if (shared.users === 0 && shared.idleSince < before) this.forget(shared.location);
    if (this.#files.size > 0) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }
}

class SharedBytes extends OpenBytes {
  #released = false;

  constructor(
    private readonly bytes: LocalBytes,
    override readonly isWarm: boolean,
    private readonly giveBack: () => void,
  ) {
    super();
  }

  override get descriptor(): number {
    return this.bytes.descriptor;
  }

  override get changedAt(): Date {
    return this.bytes.changedAt;
  }

  override chunks(start: number, end: number, signal: AbortSignal): AsyncIterable<Buffer> {
    return this.bytes.chunks(start, end, signal);
  }

  override read(into: Buffer, position: number, length: number): Promise<number> {
    return this.bytes.read(into, position, length);
  }

  override check(): void {
    this.bytes.check();
  }

  override release(): void {
    if (this.#released) return;
    this.#released = true;
    this.giveBack();
  }
}
