import { NestFactory } from '@nestjs/core';
import { createLogger, ErrorRenderer, PlatformModule, readEnvironment } from '@waybill/platform';
import { ScrubFiles } from '../application/scrub-files.js';
import { environment } from '../config.js';
import { StorageElementModule } from '../storage-element.module.js';

/** Reads every stored file again, at once and at full speed; ends with 1 where one is damaged. */
const config = readEnvironment(environment);
const logger = createLogger({ service: 'storage-element-scrub', level: config.LOG_LEVEL });
const platform = {
  name: 'storage-element',
  callerTokenSecret: config.CALLER_TOKEN_SECRET,
  renderer: new ErrorRenderer([]),
  metricsRoute: false,
};
const root = PlatformModule.register(platform, StorageElementModule.register(config));
const app = await NestFactory.createApplicationContext(root, { logger: false });
const result = await app
  .get(ScrubFiles, { strict: false })
  .execute({ ageMs: 0, bytesPerSecond: Number.MAX_SAFE_INTEGER, roundMs: Infinity });
logger.info(result, 'scrubbed');
await app.close();
process.exitCode = result.damaged > 0 ? 1 : 0;
