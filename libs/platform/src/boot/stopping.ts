import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Readiness } from '../health/readiness.js';

/** How often connections that fell idle while stopping are closed. */
const SWEEP_MS = 50;

/**
 * Stops in order: not ready any more, no new connections, running requests finish within the grace time, then jobs,
 * consumers, relay and database close with their modules.
 */
export class Stopper {
  #stopping: Promise<void> | undefined;
  readonly #fastify: FastifyInstance;

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly graceMs: number,
    private readonly logger: Logger,
  ) {
    this.#fastify = app.getHttpAdapter().getInstance();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.app.get(Readiness, { strict: false }).stop();
    this.logger.info('stopping');
    await this.#drain();
    await this.app.close();
    this.logger.info('stopped');
  }

  async #drain(): Promise<void> {
    const { server } = this.#fastify;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const late = setTimeout(() => {
      this.logger.warn('The grace time is over: cutting what still runs');
      server.closeAllConnections();
    }, this.graceMs);
    await closed.finally(() => {
      clearInterval(sweep);
      clearTimeout(late);
    });
  }
}

/** What closes after the requests: jobs, consumers, connections. */
const CLOSING_MS = 5_000;

/** SIGTERM and SIGINT stop it; a second one does not wait. What hangs while closing is left behind. */
export function stopOnSignals(stop: () => Promise<void>, graceMs: number, logger: Logger): void {
  let asked = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (asked) process.exit(1);
    asked = true;
    logger.info({ signal }, 'asked to stop');
    setTimeout(() => {
      logger.error('stopping takes too long');
      end(logger, 1);
    }, graceMs + CLOSING_MS).unref();
    stop().then(
      () => end(logger, 0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        end(logger, 1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** A fault that nobody caught leaves the process in a state that nobody knows: it ends, and its starter brings it back. */
export function stopOnFault(logger: Logger): void {
  const onFault = (kind: string) => (error: unknown) => {
    logger.fatal({ err: error }, kind);
    end(logger, 1);
  };
  process.on('uncaughtException', onFault('uncaught exception'));
  process.on('unhandledRejection', onFault('unhandled rejection'));
}

function end(logger: Logger, code: number): void {
  const exit = () => process.exit(process.exitCode === undefined ? code : Number(process.exitCode));
  setTimeout(exit, 1_000).unref();
  logger.flush(exit);
}
