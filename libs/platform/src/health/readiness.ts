import { setTimeout as delay } from 'node:timers/promises';

export type ReadinessCheck = () => Promise<unknown>;
export interface CheckResult {
  readonly status: 'up' | 'down';
  /** Why it is down, in one word: nothing of the inside. */
  readonly reason?: 'timeout' | 'error' | 'stopping';
}
export interface ReadinessReport {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** Whether this process can do its work just now: every check that was registered, and not stopping. */
export class Readiness {
  readonly #checks = new Map<string, ReadinessCheck>();
  readonly #stopping = new AbortController();

  constructor(private readonly timeoutMs = CHECK_TIMEOUT_MS) {}

  register(name: string, check: ReadinessCheck): void {
    this.#checks.set(name, check);
  }

  /** From now on not ready, so that nobody sends new work. */
  stop(): void {
    this.#stopping.abort();
  }

  get stopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Aborted when this process begins to stop: for answers that would never end by themselves. */
  get stoppingSignal(): AbortSignal {
    return this.#stopping.signal;
  }

  async report(): Promise<ReadinessReport> {
    if (this.stopping) return { ready: false, checks: { process: { status: 'down', reason: 'stopping' } } };
    const results = await Promise.all([...this.#checks].map(([name, check]) => this.#run(name, check)));
    return { ready: results.every(([, { status }]) => status === 'up'), checks: Object.fromEntries(results) };
  }

  async #run(name: string, check: ReadinessCheck): Promise<[string, CheckResult]> {
    const timer = new AbortController();
    const late = delay(this.timeoutMs, 'timeout' as const, { signal: timer.signal, ref: false });
    late.catch(() => undefined);
    try {
      const outcome = await Promise.race([check().then(() => 'up' as const), late]);
      return [name, outcome === 'up' ? { status: 'up' } : { status: 'down', reason: outcome }];
    } catch {
      return [name, { status: 'down', reason: 'error' }];
    } finally {
      timer.abort();
    }
  }
}
