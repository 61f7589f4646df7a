import type { Ticket } from '../domain/ticket.js';

/** Reads tickets. */
export abstract class Tickets {
  /** What is remembered of a token that was good and still is. */
  abstract peek(token: string): Ticket | undefined;

  /** Throws LINK_EXPIRED (410) for a genuine one past its time, TICKET_INVALID (403) for anything else that is not good. */
  abstract read(token: string): Promise<Ticket>;
}
