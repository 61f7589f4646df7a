import { readEnvironment, runService } from '@waybill/platform';
import { AnalyticsModule } from './analytics.module.js';
import { environment } from './config.js';
import { tasksDialect } from './http/tasks/tasks.dialect.js';
import { trackingDialect } from './http/tracking/tracking.dialect.js';

await runService({
  name: 'analytics',
  config: readEnvironment(environment),
  module: (config) => AnalyticsModule.register(config),
  dialects: [tasksDialect, trackingDialect],
});
