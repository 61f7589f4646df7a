import { downloadEnded } from './quota.errors.js';

/** What the download's own events last said of it; `unknown` until the first one came. */
export const PHASES = ['unknown', 'live', 'completed', 'ended', 'gone'] as const;
export type Phase = (typeof PHASES)[number];

/** A tentative hold: the create (or retry) that asked for it may die half-way, and then nobody gives it back. */
export interface Lease {
  readonly generation: number;
  readonly bytes: number;
  readonly until: Date;
}

export interface HoldState {
  readonly downloadId: string;
  readonly userId: string;
  readonly phase: Phase;
  /** The file's size as the last event told it. */
  readonly bytes: number;
  /** Of the last event; 0 before the first. */
  readonly generation: number;
  /** Of the last event: a smaller or equal one is old news. 0 before the first. */
  readonly revision: number;
  readonly lease: Lease | null;
}

/** A download's state as an event tells it: enough to know what it weighs, without any event before. */
export interface DownloadNews {
  readonly downloadId: string;
  readonly userId: string;
  readonly phase: Exclude<Phase, 'unknown'>;
  readonly bytes: number;
  readonly generation: number;
  readonly revision: number;
}

/**
 * Room on a person's quota for one download. Two sources speak: the download's events, which are the truth, and a
 * lease, which bridges the time until they come. Every transition returns a new hold, or itself where nothing changes.
 */
export class Hold {
  private constructor(private readonly state: HoldState) {}

  static none(downloadId: string, userId: string): Hold {
    return new Hold({
      downloadId,
      userId,
      phase: 'unknown',
      bytes: 0,
      generation: 0,
      revision: 0,
      lease: null,
    });
  }

  static restore(state: HoldState): Hold {
    return new Hold(state);
  }

  get snapshot(): HoldState {
    return this.state;
  }

  /** Reserved, and not yet stored. */
  get heldBytes(): number {
    const firm = this.state.phase === 'live' ? this.state.bytes : 0;
    return Math.max(firm, this.state.lease?.bytes ?? 0);
  }

  /** Stored, until it is deleted or expires. */
  get committedBytes(): number {
    return this.state.phase === 'completed' ? this.state.bytes : 0;
  }

  get weight(): number {
    return this.heldBytes + this.committedBytes;
  }

  /**
   * Holds tentatively. The same generation again, or one below, changes nothing; a higher one holds again what was
   * released.
   * @throws DomainError `INVALID_STATE` where the events already said that this generation is over
   */
  reserve(lease: Lease): Hold {
    if (this.covers(lease.generation)) return this;
    const { phase, generation, downloadId } = this.state;
    if (phase === 'gone' || (phase === 'ended' && lease.generation <= generation))
      throw downloadEnded(downloadId);
    return this.with({ lease });
  }

  /** Takes over what an event says. A lease of a later generation stays: the event does not know of it yet. */
  follow(news: DownloadNews): Hold {
    const { lease, revision } = this.state;
    if (news.revision <= revision) return this;
    const final = news.phase === 'completed' || news.phase === 'gone';
    const settled = final || (lease !== null && lease.generation <= news.generation);
    return this.with({
      phase: news.phase,
      bytes: news.bytes,
      generation: news.generation,
      revision: news.revision,
      lease: settled ? null : lease,
    });
  }

  /** Gives back what is held for this generation and below; what is stored stays. */
  release(generation: number): Hold {
    const { lease, phase } = this.state;
    const leased = lease !== null && lease.generation <= generation;
    const firm = phase === 'live' && this.state.generation <= generation;
    if (!leased && !firm) return this;
    return this.with({ lease: leased ? null : lease, phase: firm ? 'ended' : phase });
  }

  /** Drops a lease that ran out: what the events said stands. */
  expireLease(now: Date): Hold {
    const { lease } = this.state;
    return lease !== null && lease.until <= now ? this.with({ lease: null }) : this;
  }

  private covers(generation: number): boolean {
    const { phase, lease } = this.state;
    if (phase === 'completed') return true;
    if (phase === 'live' && generation <= this.state.generation) return true;
    return lease !== null && generation <= lease.generation;
  }

  private with(change: Partial<HoldState>): Hold {
    return new Hold({ ...this.state, ...change });
  }
}
