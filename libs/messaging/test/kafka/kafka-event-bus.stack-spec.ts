import { KafkaEventBus, prepareKafkaTopics } from '@waybill/messaging';
import { describeEventBus } from '../describe-event-bus.js';
import { testBrokers } from './brokers.js';
import { Wires } from './wires.js';

/** The least that a broker allows where nobody told it otherwise (`group.min.session.timeout.ms`). */
const SESSION_TIMEOUT_MS = 6_000;
const brokers = testBrokers();
const wires = new Map<KafkaEventBus, Wires>();

describeEventBus('the Kafka carrier', () =>
  Promise.resolve({
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    createTopics: async (topics) => {
      await prepareKafkaTopics({ brokers, clientId: 'test' }, { topics });
    },
    open: () => {
      const wire = new Wires();
      const bus = new KafkaEventBus({
        brokers,
        clientId: `member-${wires.size}`,
        sessionTimeoutMs: SESSION_TIMEOUT_MS,
        socketFactory: wire.connect,
      });
      wires.set(bus, wire);
      return Promise.resolve(bus);
    },
    kill: (bus) => {
      wires.get(bus as KafkaEventBus)?.cut();
      return Promise.resolve();
    },
  }),
);
