export { type EntitlementsConfig, environment } from './config.js';
export { EntitlementsModule } from './entitlements.module.js';
export { storeDialect } from './http/store/store.dialect.js';
