import { Logger } from '@nestjs/common';

const GRACE_MS = 10_000;

/** A consumer that dies ends its process, so that its starter brings it back (DESIGN.md, section 7). */
export function endProcess(error: unknown): void {
  const stack = error instanceof Error ? error.stack : undefined;
  new Logger('Events').fatal(`The consumer died, the process ends: ${String(error)}`, stack);
  process.exitCode = 1;
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
}
