import type { TransferServed } from '@waybill/contracts';
import type { TransferAccount } from './transfer-account.js';

/** One batch of the ledger. */
export interface LedgerPage {
  /** On their way, and not yet written down. */
  readonly began: readonly TransferAccount[];
  readonly running: readonly (readonly [TransferAccount, TransferServed])[];
  readonly ended: readonly (readonly [TransferAccount, TransferServed])[];
  /** What is published: of those, and of bodies that were delivered whole before they were written down. */
  readonly reports: readonly TransferServed[];
}

/** Where accounts are durable. */
export abstract class TransferBook {
  /**
   * Writes a page in one transaction, its events with it. Also says that this element lives. After a failure the same
   * page has to come again: it may have been written, and then it is not written twice.
   */
  abstract write(page: LedgerPage): Promise<void>;

  /** Reports what dead elements left open as lost; gives how many transfers. */
  abstract reportLost(): Promise<number>;

  /** This element ends; nothing of it is open. */
  abstract close(): Promise<void>;
}
