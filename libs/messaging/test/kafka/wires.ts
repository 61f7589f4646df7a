import net from 'node:net';
import type { ISocketFactory } from 'kafkajs';

const CUT = 'The wire is cut';

/** The connections of one bus. Cut, they are gone for good, as those of a killed process are: no goodbye, no return. */
export class Wires {
  readonly #sockets = new Set<net.Socket>();
  #cut = false;

  readonly connect: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = this.#cut ? new net.Socket() : net.connect({ host, port }, onConnect);
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#cut) setImmediate(() => socket.destroy(new Error(CUT)));
    return socket;
  };

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy(new Error(CUT));
  }
}
