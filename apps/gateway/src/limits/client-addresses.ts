import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';

/** Where a client is when the framework does not say it, by the same rule: what a trusted proxy says, else the connection. */
export class ClientAddresses {
  readonly #trusts: ((address: string, hop: number) => boolean) | null;

  /** As `TRUST_PROXY` has it. */
  constructor(trust: boolean | string[]) {
    if (typeof trust === 'boolean') this.#trusts = trust ? () => true : null;
    else this.#trusts = proxyAddr.compile(trust);
  }

  of(socket: Socket, forwardedFor: string | undefined): string {
    const direct = socket.remoteAddress ?? '';
    if (forwardedFor === undefined || this.#trusts === null) return direct;
    const request = { socket, headers: { 'x-forwarded-for': forwardedFor } };
    return proxyAddr.all(request as unknown as IncomingMessage, this.#trusts).at(-1) ?? direct;
  }
}
