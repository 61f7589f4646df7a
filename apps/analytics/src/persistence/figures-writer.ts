import { Transactions } from '@waybill/messaging';
import type { DownloadState } from '../domain/download-state.js';
import { type Movement, movement } from '../domain/movement.js';
import type { Sums } from '../domain/sums.js';
import { startOfDay } from '../domain/utc.js';
import {
  addRows,
  countDownloaders,
  countPeople,
  dateCompletions,
  describeFiles,
  type FiguresSchema,
  keepStates,
  readStates,
  SETTLED_BEFORE,
} from './figures-sql.js';
import { fromRow, type StateRow, toRow } from './state-rows.js';

const NONE: ReadonlyMap<string, DownloadState> = new Map();

/** Moves the figures of one schema. */
export class FiguresWriter {
  constructor(
    private readonly transactions: Transactions,
    private readonly schema: FiguresSchema,
  ) {}

  /** What is newer than the stored states moves the figures by the difference; settled downloads stay as they are. */
  async move(news: readonly DownloadState[]): Promise<void> {
    if (news.length > 0)
      await this.#keep(movement(await this.#stored(news), news, await this.#settledBefore()));
  }

  /** As `move`, of settled downloads as well. */
  async take(states: readonly DownloadState[]): Promise<void> {
    if (states.length > 0) await this.#keep(movement(await this.#stored(states), states));
  }

  /** Adds them for good: their states are not kept. */
  async settle(states: readonly DownloadState[]): Promise<void> {
    await this.#count(movement(NONE, states));
  }

  async add(sums: Sums): Promise<void> {
    for (const table of sums.tables()) await this.#run(addRows(this.schema, table), sums.rowsOf(table));
  }

  async #stored(news: readonly DownloadState[]): Promise<Map<string, DownloadState>> {
    const ids = [...new Set(news.map(({ downloadId }) => downloadId))];
    const rows = await this.transactions.manager.query<{ state: StateRow }[]>(readStates(this.schema), [ids]);
    return new Map(rows.map(({ state }) => [state.download_id, fromRow(state)]));
  }

  async #settledBefore(): Promise<Date | null> {
    const [line] = await this.transactions.manager.query<{ day: string }[]>(SETTLED_BEFORE);
    return line === undefined ? null : startOfDay(line.day);
  }

  async #keep(change: Movement): Promise<void> {
    if (change.states.length === 0) return;
    await this.#run(keepStates(this.schema), change.states.map(toRow));
    await this.#count(change);
  }

  async #count(change: Movement): Promise<void> {
    await this.#run(describeFiles(this.schema), change.states.map(toRow));
    await this.#countPeople(change);
    await this.add(change.sums);
  }

  async #countPeople({ presences, completions }: Movement): Promise<void> {
    if (presences.length > 0) await this.#run(countPeople(this.schema), presences.map(toPresenceRow));
    if (completions.length === 0) return;
    const rows = completions.map(({ fileId, userId, day, at }) => ({
      file_id: fileId,
      user_id: userId,
      day,
      at: at.toISOString(),
    }));
    await this.#run(countDownloaders(this.schema), rows);
    await this.#run(dateCompletions(this.schema), rows);
  }

  async #run(statement: string, rows: readonly object[]): Promise<void> {
    await this.transactions.manager.query(statement, [JSON.stringify(rows)]);
  }
}

function toPresenceRow({ scope, userId, downloads }: Movement['presences'][number]) {
  return { scope, user_id: userId, downloads };
}
