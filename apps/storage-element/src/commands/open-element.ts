import { SystemClock } from '@waybill/kernel';
import { Outbox, Transactions } from '@waybill/messaging';
import { createLogger, openDatabase, readEnvironment } from '@waybill/platform';
import { commandEnvironment } from '../config.js';
import { migrations } from '../persistence/migrations/index.js';
import { TypeormDirectUploads } from '../persistence/typeorm-direct-uploads.js';
import { TypeormFiles } from '../persistence/typeorm-files.js';
import { openStorage } from '../sources/open-storage.js';

/** What a command works with: the service's rows and bytes, without the service. */
export async function openElement(name: string) {
  const config = readEnvironment(commandEnvironment);
  const logger = createLogger({ service: name, level: config.LOG_LEVEL });
  const source = await openDatabase({ url: config.DATABASE_URL, entities: [], migrations });
  const { store } = await openStorage(config);
  const transactions = new Transactions(source);
  return {
    logger,
    store,
    files: new TypeormFiles(transactions, new Outbox(transactions, { service: 'storage-element' })),
    uploads: new TypeormDirectUploads(transactions),
    clock: new SystemClock(),
    close: () => source.destroy(),
  };
}

/** Calls `stop` when somebody wants the command to end. */
export function whenInterrupted(stop: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}
