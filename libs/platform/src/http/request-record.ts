import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { pathOf } from '../errors/error-renderer.js';
import { requestDuration } from '../metrics/metrics.js';
import { RequestContext, type RequestFacts } from '../tracing/request-context.js';

export interface RequestEnd {
  readonly method: string;
  /** The request's target. */
  readonly url: string;
  /** Null where none was sent. */
  readonly status: number | null;
  /** Whether all of the answer was handed over. */
  readonly isWhole: boolean;
  /** In the metrics. */
  readonly route: string;
  readonly ms: number;
}

/** One line of log and one measurement for a request that is over, in its context where it has one. */
export type RecordRequest = (end: RequestEnd, facts: RequestFacts | undefined) => void;

/** Routes that are asked all day by machines: their lines are debug. */
const QUIET = /^\/(health\/|metrics$)/;
/** As nginx has it for a client that went before there was an answer. */
const CLIENT_GONE = 499;

export function requestRecorder(logger: Logger): RecordRequest {
  const duration = requestDuration();
  // Its fields are known and none is a secret: looking through each line for names of secrets would cost more than writing it.
  const lines = logger.child({}, { redact: [] });
  return (end, facts) => {
    const { method, route } = end;
    duration.observe({ method, route, status: statusOf(end) }, end.ms / 1000);
    if (facts === undefined) logEnd(lines, end);
    else RequestContext.run(facts, () => logEnd(lines, end));
  };
}

/** What is known of it when Node's server is done with a request. */
export function endOf(
  { method = '', url = '' }: IncomingMessage,
  { headersSent, statusCode, writableFinished }: ServerResponse,
): Pick<RequestEnd, 'method' | 'url' | 'status' | 'isWhole'> {
  return { method, url, status: headersSent ? statusCode : null, isWhole: writableFinished };
}

function statusOf({ status }: RequestEnd): number {
  return status ?? CLIENT_GONE;
}

/** The path alone: a query may hold a ticket. */
function logEnd(logger: Logger, end: RequestEnd): void {
  const path = pathOf(end.url);
  const line = {
    method: end.method,
    path,
    status: statusOf(end),
    ms: Math.round(end.ms * 10) / 10,
    ...(end.isWhole ? {} : { aborted: true }),
  };
  if (QUIET.test(path)) logger.debug(line, 'request');
  else logger.info(line, 'request');
}
