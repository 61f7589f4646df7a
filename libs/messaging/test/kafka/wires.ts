import net from 'node:net';
import type { ISocketFactory } from 'kafkajs';

const CUT = 'The wire is cut';

/** The connections of one bus. Cut, they are gone, as those of a killed process are: no goodbye, and no return until they are mended. */
export class Wires {
  readonly #sockets = new Set<net.Socket>();
  #cut = false;
  #refused = 0;

  /** How many connections were asked for in vain. */
  get refused(): number {
    return this.#refused;
  }

  readonly connect: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = this.#cut ? new net.Socket() : net.connect({ host, port }, onConnect);
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#cut) this.#refuse(socket);
    return socket;
  };

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy(new Error(CUT));
  }

  mend(): void {
    this.#cut = false;
  }

  #refuse(socket: net.Socket): void {
    this.#refused += 1;
    setImmediate(() => socket.destroy(new Error(CUT)));
  }
}
