import { Logger } from '@nestjs/common';
import type { LogEntry } from 'kafkajs';

const logger = new Logger('Kafka');
const ERROR = 'ERROR';
/** Each answer that is an error; what it means is told by who asked. */
const ANSWERS = 'Connection';

/**
 * What kafkajs calls an error it mostly tries again by itself (a coordinator that is still loading, a broker that
 * restarts), and what it calls a warning is the life of a group. What ends a consumer or a publish is thrown, and told
 * there.
 */
export function kafkaLog({ namespace, label, log }: LogEntry): void {
  const line = `${namespace}: ${log.message}${detail(log.error)}`;
  if (label === ERROR && namespace !== ANSWERS) logger.warn(line);
  else logger.debug(line);
}

const detail = (error: unknown) => (typeof error === 'string' ? ` (${error})` : '');
