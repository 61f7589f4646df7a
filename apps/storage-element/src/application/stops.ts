import { Injectable } from '@nestjs/common';

export interface Stop {
  readonly downloadId: string;
  /** Tickets of this generation and below are stopped. */
  readonly generation: number;
  /** Tickets issued up to this moment are revoked, whatever their generation. */
  readonly revokedAt: Date | null;
}

/** What a ticket or a running body is measured against. */
export interface Granted {
  readonly downloadId: string;
  readonly generation: number;
  readonly issuedAt: Date;
}

/** The downloads whose links are refused, as far as this process was told. */
@Injectable()
export class Stops {
  readonly #stops = new Map<string, Stop>();

  /** Adds news; older news of the same download never takes anything back. */
  learn(stop: Stop): void {
    const known = this.#stops.get(stop.downloadId);
    this.#stops.set(stop.downloadId, known === undefined ? stop : merge(known, stop));
  }

  /** All that there is; forgets what was pruned. */
  replaceAll(stops: readonly Stop[]): void {
    this.#stops.clear();
    for (const stop of stops) this.learn(stop);
  }

  isStopped({ downloadId, generation, issuedAt }: Granted): boolean {
    const stop = this.#stops.get(downloadId);
    if (stop === undefined) return false;
    return generation <= stop.generation || (stop.revokedAt !== null && issuedAt <= stop.revokedAt);
  }
}

function merge(one: Stop, other: Stop): Stop {
  const revoked = [one.revokedAt, other.revokedAt].filter((time) => time !== null);
  return {
    downloadId: one.downloadId,
    generation: Math.max(one.generation, other.generation),
    revokedAt: revoked.length === 0 ? null : new Date(Math.max(...revoked.map(Number))),
  };
}
