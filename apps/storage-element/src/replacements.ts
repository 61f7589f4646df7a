import type { TransferBook } from './accounting/transfer-book.js';

/** Another keeper of accounts, for the bench that measures what accounts cost. */
export interface Replacements {
  readonly book?: TransferBook;
}
