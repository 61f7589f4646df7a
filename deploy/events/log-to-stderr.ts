import { Logger } from '@nestjs/common';

/** What the libs have to say to people goes where it disturbs nobody who reads our output; the rest is for services. */
export function logToStderr(): void {
  const say = (message: unknown) => console.error(String(message));
  const nothing = () => undefined;
  Logger.overrideLogger({
    log: nothing,
    debug: nothing,
    verbose: nothing,
    warn: say,
    error: say,
    fatal: say,
  });
}
