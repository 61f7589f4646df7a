import { readEnvironment } from '@waybill/platform';
import { environment, runStorageElement, TransferBook } from '@waybill/storage-element';

/** Forgets what it is told. */
class NoBook extends TransferBook {
  override write(): Promise<void> {
    return Promise.resolve();
  }

  override reportLost(): Promise<number> {
    return Promise.resolve(0);
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

const withAccounts = process.argv[2] === 'with-accounts';
await runStorageElement(readEnvironment(environment), withAccounts ? {} : { book: new NoBook() });
