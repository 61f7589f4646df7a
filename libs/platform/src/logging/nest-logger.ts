import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

type Severity = 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal';

/** Nest's logger on pino. `logger.warn({…facts}, 'words')` keeps the facts as fields. */
export class NestLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.#write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.#write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.#write('fatal', message, rest);
  }

  /** Nest appends the context as the last parameter, and for errors a stack before it. */
  #write(severity: Severity, message: unknown, rest: unknown[]): void {
    const texts = rest.filter((part) => typeof part === 'string');
    const context = texts.at(-1);
    const others = texts.slice(0, -1).filter((text) => text !== '');
    if (message instanceof Error) this.pino[severity]({ context, err: message }, message.message);
    else if (typeof message === 'object' && message !== null)
      this.pino[severity]({ context, ...message }, others.join(' '));
    else
      this.pino[severity](
        { context, ...(others.length > 0 && { stack: others.join('\n') }) },
        String(message),
      );
  }
}
