import { readEnvironment, runService } from '@waybill/platform';
import { environment } from './config.js';
import { offlineDialect } from './http/offline/offline.dialect.js';
import { StorageQuotasModule } from './storage-quotas.module.js';

await runService({
  name: 'storage-quotas',
  config: readEnvironment(environment),
  module: (config) => StorageQuotasModule.register(config),
  dialects: [offlineDialect],
});
