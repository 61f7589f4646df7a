import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../caller/caller.js';

/** A request as this platform sees it: the guard adds the caller. */
export interface PlatformRequest extends FastifyRequest {
  caller?: Caller;
  /** The route in the metrics, where one handler serves several. */
  routeLabel?: string;
}

export type PlatformReply = FastifyReply;
