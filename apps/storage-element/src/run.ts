import type { FastifyInstance } from 'fastify';
import { type RunningService, runService } from '@waybill/platform';
import type { StorageElementConfig } from './config.js';
import { filesDialect } from './http/files.dialect.js';
import { refuseOtherMethods } from './http/method-not-allowed.js';
import { acceptRawUploads } from './http/raw-uploads.js';
import type { Replacements } from './replacements.js';
import { StorageElementModule } from './storage-element.module.js';

/** What `startService` and `runService` need to know of this service. */
export const storageElement = (config: StorageElementConfig, replacements: Replacements = {}) => ({
  name: 'storage-element',
  config,
  module: (read: StorageElementConfig) => StorageElementModule.register(read, replacements),
  dialects: [filesDialect],
  // An upload takes as long as it takes; one that falls silent is cut by its own rule.
  http: { requestTimeoutMs: 0 },
  fastify: (fastify: FastifyInstance) => {
    acceptRawUploads(fastify);
    refuseOtherMethods(fastify);
  },
});

export function runStorageElement(
  config: StorageElementConfig,
  replacements?: Replacements,
): Promise<RunningService> {
  return runService(storageElement(config, replacements));
}
