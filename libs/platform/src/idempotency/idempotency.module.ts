import { Global, Module } from '@nestjs/common';
import { HOUR } from '@waybill/kernel';
import { DataSource } from 'typeorm';
import { Jobs } from '../jobs/jobs.js';
import { IdempotencyKeys } from './idempotency-keys.js';

/** What `@Idempotent()` needs; its table comes with `idempotencyMigrations`. */
@Global()
@Module({
  providers: [
    {
      provide: IdempotencyKeys,
      inject: [DataSource],
      useFactory: (source: DataSource) => new IdempotencyKeys(source),
    },
  ],
  exports: [IdempotencyKeys],
})
export class IdempotencyModule {
  constructor(keys: IdempotencyKeys, jobs: Jobs) {
    jobs.every('prune-idempotency-keys', HOUR, () => keys.prune());
  }
}
