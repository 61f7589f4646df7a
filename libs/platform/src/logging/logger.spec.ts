import { describe, expect, it } from '@jest/globals';
import { RequestContext } from '../tracing/request-context.js';
import { createLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';

function log(
  write: (logger: NestLogger, pino: ReturnType<typeof createLogger>) => void,
): Record<string, unknown>[] {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const pino = createLogger({ service: 'notes', level: 'debug', destination });
  write(new NestLogger(pino), pino);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('has the service, the level in words, the time, and the request where there is one', () => {
    const facts = {
      requestId: 'r-1',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    };
    const [line] = log((logger) => RequestContext.run(facts, () => logger.log('hello', 'Context')));
    expect(line).toMatchObject({
      service: 'notes',
      level: 'info',
      msg: 'hello',
      context: 'Context',
      requestId: 'r-1',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as unknown as string,
    });
  });

  it('keeps facts as fields', () => {
    const [line] = log((logger) => logger.warn({ attempt: 3 }, 'It does not answer', 'Database'));
    expect(line).toMatchObject({ level: 'warn', attempt: 3, msg: 'It does not answer', context: 'Database' });
  });

  it('never holds what would open something', () => {
    const secret = 'eyJhbGciOiJIUzI1NiJ9.x.y';
    const error = Object.assign(new Error(`GET /f?token=${secret} failed`), {
      query: secret,
      cause: new Error(`Bearer ${secret}`),
    });
    const lines = log((logger, pino) => {
      logger.log(`GET /api/v1/files/1/download?a=1&token=${secret}&b=2`);
      logger.error(error);
      logger.error({ err: error }, 'words');
      pino.info(
        { headers: { authorization: `Bearer ${secret}`, 'x-waybill-caller': secret, cookie: secret } },
        'in',
      );
      pino.info({ url: { token: secret }, password: secret }, 'in');
      logger.log(
        `postgres://user:${secret}@127.0.0.1/db and https://b/?X-Amz-Signature=${secret}&X-Amz-Credential=${secret}`,
      );
    });
    expect(JSON.stringify(lines)).not.toContain(secret);
    expect(lines[0]?.msg).toBe('GET /api/v1/files/1/download?a=1&token=[redacted]&b=2');
    expect(lines).toHaveLength(6);
  });
});
