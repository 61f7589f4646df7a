import type { DynamicModule, NestApplicationOptions, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EventConsumerStrategy } from '@waybill/messaging';
import type { FastifyInstance } from 'fastify';
import type { Logger as PinoLogger } from 'pino';
import type { LogLevel } from '../configuration/environment.js';
import { ErrorRenderer } from '../errors/error-renderer.js';
import type { ErrorDialect } from '../errors/failure.js';
import { validationPipe } from '../errors/validation.js';
import { Readiness } from '../health/readiness.js';
import { createAdapter, type HttpOptions } from '../http/fastify-adapter.js';
import { allowEmptyJson } from '../http/empty-json.js';
import { answerOtherMethods } from '../http/allowed-methods.js';
import { refuseBrokenHttp } from '../http/refuse-broken-http.js';
import { addRequestHooks } from '../http/request-hooks.js';
import { createLogger } from '../logging/logger.js';
import { NestLogger } from '../logging/nest-logger.js';
import { startMetrics } from '../metrics/metrics.js';
import { Consumers } from './consumers.js';
import { forgetBoot } from './forget-boot.js';
import { PlatformModule } from './platform.module.js';
import { stopOnFault, stopOnSignals, Stopper } from './stopping.js';

export interface ProcessConfig {
  readonly PORT: number;
  readonly HOST: string;
  readonly LOG_LEVEL: LogLevel;
  readonly CALLER_TOKEN_SECRET: string;
  readonly SHUTDOWN_GRACE_SECONDS: number;
}

export interface ServiceOptions<Config extends ProcessConfig> {
  readonly name: string;
  readonly config: Config;
  readonly module: (config: Config) => DynamicModule | Type;
  /** How the service's editions write errors; the first that covers a path. */
  readonly dialects?: readonly ErrorDialect[];
  readonly http?: HttpOptions;
  /** Before any route: for content type parsers of raw, streamed bodies, plugins, hooks. */
  readonly fastify?: (fastify: FastifyInstance) => void | Promise<void>;
  /** False where the metrics have a port of their own. */
  readonly metricsRoute?: boolean;
}

export interface RunningService {
  readonly app: NestFastifyApplication;
  /** `http://127.0.0.1:40123`: with the port that was really taken. */
  readonly url: string;
  /** As a signal would, without ending the process. */
  stop(): Promise<void>;
}

/** Boots a service in a fixed order and runs it until a signal. */
export async function runService<Config extends ProcessConfig>(
  options: ServiceOptions<Config>,
): Promise<RunningService> {
  const logger = createLogger({ service: options.name, level: options.config.LOG_LEVEL });
  stopOnFault(logger);
  const service = await startService(options, logger);
  stopOnSignals(() => service.stop(), options.config.SHUTDOWN_GRACE_SECONDS * 1000, logger);
  forgetBoot();
  return service;
}

/** The same without signals and without ending the process: for tests. */
export async function startService<Config extends ProcessConfig>(
  options: ServiceOptions<Config>,
  logger: PinoLogger,
): Promise<RunningService> {
  const { config } = options;
  // 1. The environment was read by the caller. 2. Logs and metrics.
  startMetrics(options.name);
  // 3. The application on Fastify, its modules with the database and its migrations.
  const app = await createApplication(options, logger);
  // 4. Errors, validation and guard: the filter and the guard came with PlatformModule.
  app.useGlobalPipes(validationPipe());
  // 5. Events, where the service listens to any. 6. Jobs start with the application.
  await startConsumers(app);
  // 7. The port; before all that the application listens with, the rules of HTTP itself.
  await app.init();
  refuseBrokenHttp(app.getHttpServer());
  await app.listen(config.PORT, config.HOST);
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  logger.info({ url }, 'listening');
  // 8. Stopping: the caller hangs it on signals.
  const stopper = new Stopper(app, config.SHUTDOWN_GRACE_SECONDS * 1000, logger);
  return { app, url, stop: () => stopper.stop() };
}

async function createApplication<Config extends ProcessConfig>(
  options: ServiceOptions<Config>,
  logger: PinoLogger,
): Promise<NestFastifyApplication> {
  const { name, config, dialects = [], http = {}, metricsRoute = true } = options;
  const renderer = new ErrorRenderer(dialects);
  const adapter = createAdapter(renderer, http);
  const fastify = adapter.getInstance<FastifyInstance>();
  addRequestHooks(fastify, logger);
  answerOtherMethods(fastify);
  if (http.parseBodies ?? true) allowEmptyJson(fastify);
  await options.fastify?.(fastify);
  const platform = { name, callerTokenSecret: config.CALLER_TOKEN_SECRET, renderer, metricsRoute };
  const root = PlatformModule.register(platform, options.module(config));
  const settings: Pick<NestApplicationOptions, 'logger' | 'abortOnError' | 'bodyParser' | 'cors'> = {
    logger: new NestLogger(logger),
    abortOnError: false,
    bodyParser: http.parseBodies ?? true,
    cors: http.cors ?? false,
  };
  return NestFactory.create<NestFastifyApplication>(root, adapter, settings);
}

async function startConsumers(app: NestFastifyApplication): Promise<void> {
  const { strategy } = app.get(Consumers);
  if (strategy === null) return;
  app.connectMicroservice({ strategy }, { inheritAppConfig: false });
  await app.startAllMicroservices();
  // The bus may be away: requests are answered all the same, and whoever shares them out may wait until it has joined.
  app.get(Readiness).register('events', () => joined(strategy));
}

function joined({ hasJoined }: EventConsumerStrategy): Promise<void> {
  return hasJoined ? Promise.resolve() : Promise.reject(new Error('The consumer has not joined its group'));
}
