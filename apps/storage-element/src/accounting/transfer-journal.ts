import type { TransferServed } from '@waybill/contracts';
import type { Note } from './note.js';
import type { TransferAccount } from './transfer-account.js';

/**
 * Where the beginnings of short bodies are written down before their first byte: cheap enough for each of them, and
 * still there when this process is killed. What lasts longer gets a row in the database.
 */
export abstract class TransferJournal {
  /** Null where it cannot be taken now: then it has to be made durable elsewhere. */
  abstract note(account: TransferAccount): Note | null;

  /** It is accounted for elsewhere. */
  abstract settle(note: Note): void;

  /** Makes what was settled lasting, and room. Called after each flush. */
  abstract turn(): void;

  /** Hands what dead elements left to `report` as lost, then forgets it. Gives how many. */
  abstract recover(report: (lost: readonly TransferServed[]) => Promise<void>): Promise<number>;

  /** This element ends; nothing of it is open. */
  abstract close(): void;
}
