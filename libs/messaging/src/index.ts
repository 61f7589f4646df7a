export * from './bus/event-bus.js';
export { openEventBus, type CarrierOptions, type KafkaAccess } from './bus/open-event-bus.js';
export { settingsOf, type TopicSettings } from './bus/topic-settings.js';
export {
  countDeadLetters,
  replayDeadLetters,
  type ReplayFilter,
} from './dead-letters/replay-dead-letters.js';
export { PostgresEventBus, type PostgresEventBusOptions } from './embedded/postgres-event-bus.js';
export { EventConsumerStrategy } from './handlers/event-consumer.strategy.js';
export { KafkaEventBus } from './kafka/kafka-event-bus.js';
export { type KafkaSasl, type KafkaSettings, SASL_MECHANISMS } from './kafka/kafka-settings.js';
export { prepareKafkaTopics, type PrepareOptions, type TopicState } from './kafka/kafka-topics.js';
export { OnEvent, OnEvents, type EventHandler, type EventsHandler } from './handlers/on-event.decorator.js';
export { RETRIES, type RetryPolicy } from './handlers/one-by-one.js';
export { pruneInbox } from './inbox/inbox.js';
export { MessagingModule, type MessagingOptions } from './messaging.module.js';
export { OutboxRelay, type RelayOptions } from './outbox/outbox-relay.js';
export { Outbox, type OutboxOptions } from './outbox/outbox.js';
export { messagingMigrations } from './persistence/migrations/index.js';
export type { Transaction } from './transactions/transaction.js';
export { Transactions } from './transactions/transactions.js';
