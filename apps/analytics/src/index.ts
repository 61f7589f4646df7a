export { AnalyticsModule } from './analytics.module.js';
export { type AnalyticsConfig, environment } from './config.js';
export { tasksDialect } from './http/tasks/tasks.dialect.js';
export { trackingDialect } from './http/tracking/tracking.dialect.js';
