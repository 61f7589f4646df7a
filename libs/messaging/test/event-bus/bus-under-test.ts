import { afterEach, beforeEach } from '@jest/globals';
import { uuidv7 } from '@waybill/kernel';
import type { EventBus } from '@waybill/messaging';
import { TIMEOUT_MS } from './recorder.js';

export interface CarrierForTest {
  /** Another connection to the same bus, as another process would have it. */
  open(): Promise<EventBus>;
  /** As kill -9 would: nothing is committed or given back, its connections are gone. */
  kill(bus: EventBus): Promise<void>;
  /** Milliseconds after which a silent member is taken for dead. */
  readonly sessionTimeoutMs: number;
  /** Makes topics, where the carrier does not do so by itself. */
  createTopics(names: readonly string[]): Promise<void>;
}

/** A carrier with a topic and a group of its own for each test. */
export class BusUnderTest {
  carrier!: CarrierForTest;
  topic = '';
  group = '';
  readonly #made: () => Promise<CarrierForTest>;
  #buses: EventBus[] = [];

  constructor(makeCarrier: () => Promise<CarrierForTest>) {
    let made: Promise<CarrierForTest> | undefined;
    this.#made = () => (made ??= makeCarrier());
    beforeEach(() => this.#prepare(), TIMEOUT_MS);
    afterEach(() => this.#close(), TIMEOUT_MS);
  }

  readonly open = async (): Promise<EventBus> => {
    const bus = await this.carrier.open();
    this.#buses.push(bus);
    return bus;
  };

  async #prepare(): Promise<void> {
    this.carrier = await this.#made();
    this.#buses = [];
    this.topic = `test.${uuidv7()}`;
    this.group = `group-${uuidv7()}`;
    await this.carrier.createTopics([this.topic]);
  }

  async #close(): Promise<void> {
    await Promise.all(this.#buses.map((bus) => bus.close()));
  }
}
