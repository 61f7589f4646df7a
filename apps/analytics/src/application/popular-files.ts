import { Injectable, Logger } from '@nestjs/common';
import { Clock, MINUTE, SECOND } from '@waybill/kernel';
import { dayOf, firstDayOf } from '../domain/utc.js';
import { FigureQueries, type PopularFile } from './figure-queries.js';

/** As many as anybody may ask for: shorter rankings are the head of this one. */
const MOST = 50;
/** An older ranking is made anew, at most a twentieth of the time; meanwhile it is handed out, but never past the second. */
const FRESH = 5 * SECOND;
const USABLE = 5 * MINUTE;
const SHARE_OF_TIME = 20;

export interface Ranking {
  readonly files: readonly PopularFile[];
  readonly asOf: Date;
}

interface KeptRanking extends Ranking {
  readonly freshUntil: number;
}

interface Window {
  readonly first: string;
  readonly last: string;
}

/**
 * Popular files. Where some lead, the ranking is read as it is now. Where thousands are much alike all of them have to be
 * added up, and that is done once in a while, not on every read.
 */
@Injectable()
export class PopularFiles {
  readonly #kept = new Map<string, KeptRanking>();
  readonly #coming = new Map<string, Promise<KeptRanking>>();
  readonly #logger = new Logger('PopularFiles');

  constructor(
    private readonly queries: FigureQueries,
    private readonly clock: Clock,
  ) {}

  async of(days: number, limit: number): Promise<Ranking> {
    const asOf = this.clock.now();
    const window = { first: firstDayOf(days, asOf), last: dayOf(asOf) };
    const ranking = this.#usable(window, asOf.getTime()) ?? (await this.#leading(window, limit, asOf));
    const { files, asOf: made } = ranking ?? (await this.#make(window));
    return { files: files.slice(0, limit), asOf: made };
  }

  async #leading({ first, last }: Window, limit: number, asOf: Date): Promise<Ranking | null> {
    const files = await this.queries.popular(first, last, limit);
    return files === null ? null : { files, asOf };
  }

  #usable(window: Window, now: number): KeptRanking | undefined {
    for (const [key, { asOf }] of this.#kept) if (now - asOf.getTime() > USABLE) this.#kept.delete(key);
    const ranking = this.#kept.get(keyOf(window));
    if (ranking !== undefined && now > ranking.freshUntil)
      this.#make(window).catch((err: unknown) =>
        this.#logger.warn({ err }, 'The ranking of popular files stays as it is'),
      );
    return ranking;
  }

  /** Once, however many wait for it. */
  #make(window: Window): Promise<KeptRanking> {
    const key = keyOf(window);
    const coming = this.#coming.get(key) ?? this.#readAll(window).finally(() => this.#coming.delete(key));
    this.#coming.set(key, coming);
    return coming;
  }

  async #readAll(window: Window): Promise<KeptRanking> {
    const asOf = this.clock.now();
    const files = await this.queries.popularOfAll(window.first, window.last, MOST);
    const took = this.clock.now().getTime() - asOf.getTime();
    const ranking = { files, asOf, freshUntil: asOf.getTime() + Math.max(FRESH, SHARE_OF_TIME * took) };
    this.#kept.set(keyOf(window), ranking);
    return ranking;
  }
}

const keyOf = ({ first, last }: Window) => `${first} ${last}`;
