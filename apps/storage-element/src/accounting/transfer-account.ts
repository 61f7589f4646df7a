import type { TransferServed } from '@waybill/contracts';
import type { Slice } from '@waybill/http-range';
import { fileBytesWithin, plannedSlices, slicesBetween, totalLength } from '../domain/delivered.js';
import type { BodyPlan, Ending } from '../transfer/body-transfer.js';
import type { Outcome, TransferFacts } from './transfer-facts.js';
import type { Note } from './note.js';

/** A client that neither takes nor refuses the last bytes is waited for no longer than this after the last sign of life. */
export interface Patience {
  readonly stallMs: number;
}

/** What an account asks of its body. */
export interface AccountedBody {
  readonly body: BodyPlan;
  /** Null while bytes are being handed over. */
  readonly ending: Ending | null;
  /** Unix milliseconds at which the last byte was handed over or the body was stopped; null while it runs. */
  readonly endedAt: number | null;
  /** Bytes of the body that were handed over. */
  readonly handed: number;
  /** True when the number of acknowledged bytes cannot grow any more. */
  readonly isSettled: boolean;
  acknowledged(): number;
  cut(): void;
  release(): void;
}

/** One body's account: what of it was delivered, and how much of that was already reported. */
export class TransferAccount {
  readonly planned: readonly Slice[];
  #reported = 0;
  #reportedAt: number;
  #seen = 0;
  #seenAt: number;
  #sequence = 0;
  /** True when the database knows that it is on its way. */
  isStored = false;
  /** Its beginning in the journal, until it is accounted for elsewhere. */
  note: Note | null = null;

  constructor(
    readonly id: string,
    readonly requestId: string,
    readonly facts: TransferFacts,
    readonly body: AccountedBody,
    /** Unix milliseconds. */
    readonly startedMs: number,
  ) {
    this.planned = plannedSlices(body.body.pieces);
    this.#reportedAt = startedMs;
    this.#seenAt = startedMs;
  }

  get startedAt(): Date {
    return new Date(this.startedMs);
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** File bytes that were reported as delivered, counted in the body's order. */
  get reported(): number {
    return this.#reported;
  }

  get reportedAt(): number {
    return this.#reportedAt;
  }

  /** File bytes that were delivered so far. */
  delivered(): number {
    return fileBytesWithin(this.body.body.pieces, this.body.acknowledged());
  }

  /** Looks at the body: is it over, or is the client as good as gone? */
  isOver(now: number, { stallMs }: Patience): boolean {
    if (this.body.isSettled) return true;
    const acknowledged = this.body.acknowledged();
    if (acknowledged > this.#seen) {
      this.#seen = acknowledged;
      this.#seenAt = now;
    }
    return this.body.ending !== null && now - this.#seenAt > stallMs;
  }

  /** True where bytes wait for a client that has taken none for too long. */
  isStalled(now: number, { stallMs }: Patience): boolean {
    return this.body.ending === null && now - this.#seenAt > stallMs;
  }

  outcome(): Outcome {
    const { ending, body } = this.body;
    if (ending === 'sent' && this.body.acknowledged() >= body.length) return 'complete';
    return ending === 'cut' || ending === 'broken' ? 'cut' : 'aborted';
  }

  /** What happened since the last report. Call `confirm` once it is durable. */
  report(outcome: Outcome, now: number): TransferServed {
    const delivered = outcome === 'complete' ? totalLength(this.planned) : this.delivered();
    const ranges = slicesBetween(this.planned, this.#reported, delivered);
    return {
      ...this.facts,
      transferId: this.id,
      sequence: this.#sequence,
      outcome,
      ranges: [...ranges],
      unknown: outcome === 'aborted' || outcome === 'cut' ? [...this.#inFlight(delivered)] : [],
      bytes: totalLength(ranges),
      durationMs: this.lasted(now),
      startedAt: this.startedAt.toISOString(),
      reportedAt: new Date(now).toISOString(),
    };
  }

  /** Milliseconds since the last report; a body that is over stopped counting when it was handed over. */
  lasted(now: number): number {
    return Math.max(0, Math.round(Math.min(now, this.body.endedAt ?? now) - this.#reportedAt));
  }

  confirm(report: TransferServed, now: number): void {
    this.#reported += report.bytes;
    this.#reportedAt = now;
    this.#sequence += 1;
  }

  /** Handed over and not acknowledged: the client may have got it all the same, its acknowledgement lost with it. */
  #inFlight(delivered: number): readonly Slice[] {
    return slicesBetween(this.planned, delivered, fileBytesWithin(this.body.body.pieces, this.body.handed));
  }
}
