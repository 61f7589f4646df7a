import type { Contestant, ContestantName } from './contestant.ts';
import { type Element, startElement } from './element.ts';
import type { BenchFiles } from './files.ts';
import { startGateway } from './gateway.ts';
import { startNginx } from './nginx.ts';
import { startPeer } from './peers.ts';

const PEOPLE = 32;

export interface Ground {
  readonly home: string;
  readonly files: BenchFiles;
  readonly database: { url(name: string): string };
}

/** Those who run against each other, each started when it is first wanted. */
export class Field {
  readonly #started = new Map<ContestantName, Contestant | null>();
  readonly #ground: Ground;
  #element: Element | undefined;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  async element(): Promise<Element> {
    return (this.#element ??= await startElement({ ...this.#ground, people: PEOPLE, accounts: true }));
  }

  /** Without those that this machine has not. */
  async get(names: readonly ContestantName[]): Promise<readonly Contestant[]> {
    const found: Contestant[] = [];
    for (const name of names) {
      const one = await this.#get(name);
      if (one !== null) found.push(one);
    }
    return found;
  }

  async stop(): Promise<void> {
    for (const one of this.#started.values()) await one?.stop();
    await this.#element?.stop();
  }

  async #get(name: ContestantName): Promise<Contestant | null> {
    const known = this.#started.get(name);
    if (known !== undefined) return known;
    const started = await this.#start(name);
    this.#started.set(name, started);
    return started;
  }

  async #start(name: ContestantName): Promise<Contestant | null> {
    const { home, files } = this.#ground;
    switch (name) {
      case 'waybill':
        return this.element();
      case 'waybill without accounts':
        return startElement({ ...this.#ground, people: PEOPLE, accounts: false });
      case 'waybill by the gateway':
        return startGateway(home, await this.element());
      case 'nginx':
        return startNginx(home, files);
      default:
        return startPeer(name, files);
    }
  }
}
