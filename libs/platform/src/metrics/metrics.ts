import { collectDefaultMetrics, Counter, Gauge, Histogram, register } from 'prom-client';

/** A metric by its name: made once, however many modules of a process ask for it. */
export function counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
  const known = register.getSingleMetric(name);
  return known instanceof Counter ? known : new Counter({ name, help, labelNames });
}

export function gauge<L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> {
  const known = register.getSingleMetric(name);
  return known instanceof Gauge ? known : new Gauge({ name, help, labelNames });
}

export function histogram<L extends string>(
  name: string,
  help: string,
  labelNames: readonly L[],
  buckets: readonly number[],
): Histogram<L> {
  const known = register.getSingleMetric(name);
  if (known instanceof Histogram) return known;
  return new Histogram({ name, help, labelNames, buckets: [...buckets] });
}

const DURATION_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

export function requestDuration(): Histogram<'method' | 'route' | 'status'> {
  return histogram(
    'http_request_duration_seconds',
    'From the request line to the last byte of the answer',
    ['method', 'route', 'status'],
    DURATION_BUCKETS,
  );
}

/** Process metrics, and `service` on every line. */
export function startMetrics(service: string): void {
  register.setDefaultLabels({ service });
  if (register.getSingleMetric('process_cpu_seconds_total') === undefined) collectDefaultMetrics();
}
