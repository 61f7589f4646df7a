import type { Note } from './note.js';
import { TransferJournal } from './transfer-journal.js';

/** Where there is no disk to note anything on: every beginning waits for the database. */
export class NoJournal extends TransferJournal {
  override note(): null {
    return null;
  }

  override settle(_note: Note): void {
    throw new Error('Nothing was noted');
  }

  override turn(): void {
    // There are no pages.
  }

  override recover(): Promise<number> {
    return Promise.resolve(0);
  }

  override close(): void {
    // Nothing is open.
  }
}
