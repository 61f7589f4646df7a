export { StorageQuotasModule } from './storage-quotas.module.js';
