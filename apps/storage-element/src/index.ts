export { TransferBook } from './accounting/transfer-book.js';
export { environment, type StorageElementConfig } from './config.js';
export { filesDialect } from './http/files.dialect.js';
export { acceptRawUploads } from './http/raw-uploads.js';
export type { Replacements } from './replacements.js';
export { runStorageElement, storageElement } from './run.js';
export { StorageElementModule } from './storage-element.module.js';
