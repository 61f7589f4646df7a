import { UpstreamConnection } from './upstream-connection.js';

export interface ConnectionTimes {
  readonly connectTimeoutMs: number;
  /** How long one that nobody uses is kept. */
  readonly keepAliveMs: number;
}

const SWEEP_MS = 1_000;

/** The connections to one service: as many as there are exchanges, and those that wait for the next. */
export class UpstreamConnections {
  readonly #idle: UpstreamConnection[] = [];
  readonly #open = new Set<UpstreamConnection>();
  readonly #sweeper = setInterval(() => this.#sweep(), SWEEP_MS).unref();

  constructor(
    readonly origin: URL,
    private readonly times: ConnectionTimes,
  ) {}

  get count(): number {
    return this.#open.size;
  }

  /** The one that was used last, else a new one. */
  take(): UpstreamConnection {
    return this.#idle.pop() ?? this.#connect();
  }

  give(connection: UpstreamConnection): void {
    connection.rest();
    this.#idle.push(connection);
  }

  destroy(): void {
    clearInterval(this.#sweeper);
    for (const connection of this.#open) connection.destroy();
  }

  #connect(): UpstreamConnection {
    const connection = new UpstreamConnection(this.origin, this.times.connectTimeoutMs, (gone) => {
      this.#open.delete(gone);
      const at = this.#idle.indexOf(gone);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    this.#open.add(connection);
    return connection;
  }

  /** The one that waits longest stands first. */
  #sweep(): void {
    const before = performance.now() - this.times.keepAliveMs;
    while (this.#idle[0] !== undefined && this.#idle[0].idleSince < before) this.#idle.shift()?.destroy();
  }
}
