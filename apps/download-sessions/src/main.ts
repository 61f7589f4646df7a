import { readEnvironment, runService } from '@waybill/platform';
import { environment } from './config.js';
import { dialects } from './dialects.js';
import { DownloadSessionsModule } from './download-sessions.module.js';

await runService({
  name: 'download-sessions',
  config: readEnvironment(environment),
  module: (config) => DownloadSessionsModule.register(config),
  dialects,
});
