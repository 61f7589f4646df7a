import { Transactions } from '@waybill/messaging';
import type { DownloadState } from '../domain/download-state.js';
import { type Movement, movement } from '../domain/movement.js';
import type { Sums } from '../domain/sums.js';
import {
  addRows,
  countDownloaders,
  countPeople,
  dateCompletions,
  describeFiles,
  type FiguresSchema,
  keepStates,
  readStates,
} from './figures-sql.js';
import { fromRow, type StateRow, toRow } from './state-rows.js';

/** Moves the figures of one schema. */
export class FiguresWriter {
  constructor(
    private readonly transactions: Transactions,
    private readonly schema: FiguresSchema,
  ) {}

  async move(news: readonly DownloadState[]): Promise<void> {
    if (news.length === 0) return;
    const change = movement(await this.#stored(news), news);
    if (change.states.length === 0) return;
    await this.#keep(change);
    await this.#countPeople(change);
    await this.add(change.sums);
  }

  async add(sums: Sums): Promise<void> {
    for (const table of sums.tables()) await this.#run(addRows(this.schema, table), sums.rowsOf(table));
  }

  async #stored(news: readonly DownloadState[]): Promise<Map<string, DownloadState>> {
    const ids = [...new Set(news.map(({ downloadId }) => downloadId))];
    const rows = await this.transactions.manager.query<{ state: StateRow }[]>(readStates(this.schema), [ids]);
    return new Map(rows.map(({ state }) => [state.download_id, fromRow(state)]));
  }

  async #keep({ states }: Movement): Promise<void> {
    const rows = states.map(toRow);
    await this.#run(keepStates(this.schema), rows);
    await this.#run(describeFiles(this.schema), rows);
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
