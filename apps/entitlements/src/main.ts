import { readEnvironment, runService } from '@waybill/platform';
import { environment } from './config.js';
import { EntitlementsModule } from './entitlements.module.js';
import { storeDialect } from './http/store/store.dialect.js';

await runService({
  name: 'entitlements',
  config: readEnvironment(environment),
  module: (config) => EntitlementsModule.register(config),
  dialects: [storeDialect],
});
