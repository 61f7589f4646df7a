export * from './caller/caller.js';
export * from './caller/caller-tokens.js';
export { CallerGuard } from './caller/caller.guard.js';
export { ClientInfo, CurrentCaller, Internal, Public, Roles } from './caller/decorators.js';
export * from './caller/expiring-cache.js';
export * from './configuration/carrier.js';
export * from './configuration/environment.js';
export * from './errors/failure.js';
export * from './http/client.js';
export { discardRest } from './http/discard-rest.js';
export { requestFactsOf } from './http/request-hooks.js';
export type { RecordRequest } from './http/request-record.js';
export * from './http/headers.js';
export * from './http/language.js';
export * from './http/platform-request.js';
export { PageNumber, QueryInteger, WhereGiven } from './http/request-fields.js';
export { isHost } from './http/refuse-broken-http.js';
export * from './tracing/request-context.js';
export * from './tracing/traceparent.js';
export {
  type ProcessConfig,
  type RunningService,
  runService,
  type ServiceOptions,
  startService,
} from './boot/run-service.js';
export { PlatformModule } from './boot/platform.module.js';
export { type CallOptions, ServiceClient, type ServiceClientOptions } from './calls/service-client.js';
export { DatabaseModule } from './database/database.module.js';
export { type DatabaseOptions, dataSourceOptions, openDatabase } from './database/open-database.js';
export { Erasures } from './erasures/erasures.js';
export { TypeormErasures } from './erasures/typeorm-erasures.js';
export { ErrorFilter } from './errors/error.filter.js';
export { ErrorRenderer, pathOf } from './errors/error-renderer.js';
export { type Refusal, refusalOf } from './errors/failure-of.js';
export { offlineBadField, offlineWords } from './errors/offline-words.js';
export { problemJson } from './errors/problem-json.dialect.js';
export { type FieldError, validationFailed, validationPipe } from './errors/validation.js';
export * from './health/readiness.js';
export type { HttpOptions } from './http/fastify-adapter.js';
export { Jobs, type JobWork } from './jobs/jobs.js';
export { createLogger, type LoggerOptions } from './logging/logger.js';
export { redact } from './logging/redact.js';
export { counter, gauge, histogram } from './metrics/metrics.js';
export { Idempotent, IdempotencyInterceptor } from './idempotency/idempotency.interceptor.js';
export { idempotencyMigrations } from './idempotency/idempotency.migration.js';
export { IdempotencyModule } from './idempotency/idempotency.module.js';
export { type DescribedEdition, describeService } from './openapi/describe-service.js';
