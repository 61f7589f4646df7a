import { Counter, Gauge, Histogram, register } from 'prom-client';

/** prom-client keeps one registry per process; two modules in one test share what is there. */
function once<M>(name: string, make: () => M): M {
  return (register.getSingleMetric(name) as M | undefined) ?? make();
}

export const outboxDepth = once(
  'outbox_depth',
  () => new Gauge({ name: 'outbox_depth', help: 'Events that wait to be published' }),
);

export const outboxLag = once(
  'outbox_lag_seconds',
  () => new Gauge({ name: 'outbox_lag_seconds', help: 'Age of the oldest event that waits' }),
);

export const outboxPublished = once(
  'outbox_published_total',
  () => new Counter({ name: 'outbox_published_total', help: 'Events handed to the bus' }),
);

export const outboxFailures = once(
  'outbox_failures_total',
  () => new Counter({ name: 'outbox_failures_total', help: 'Attempts to publish that failed' }),
);

export const outboxParked = once(
  'outbox_parked_total',
  () =>
    new Counter({
      name: 'outbox_parked_total',
      help: 'Events that cannot be published and were put aside',
      labelNames: ['topic'] as const,
    }),
);

/** outcome: handled, duplicate, ignored, parked */
export const eventsHandled = once(
  'events_handled_total',
  () =>
    new Counter({
      name: 'events_handled_total',
      help: 'Messages that a consumer is done with, by outcome',
      labelNames: ['topic', 'outcome'] as const,
    }),
);

export const eventRetries = once(
  'event_retries_total',
  () =>
    new Counter({
      name: 'event_retries_total',
      help: 'Attempts that failed and are tried again',
      labelNames: ['topic'] as const,
    }),
);

export const eventLag = once(
  'event_lag_seconds',
  () =>
    new Histogram({
      name: 'event_lag_seconds',
      help: 'From the event to its committed effect',
      labelNames: ['topic'] as const,
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600],
    }),
);
