import { setTimeout as delay } from 'node:timers/promises';

export interface Latencies {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** So many callers, each with its next request as soon as its last was answered: what the machine takes. */
export async function saturate(
  callers: number,
  seconds: number,
  request: () => Promise<void>,
): Promise<Latencies> {
  const times: number[] = [];
  const started = performance.now();
  const until = started + seconds * 1000;
  const call = async () => {
    for (let now = started; now < until; now = performance.now()) {
      await request();
      times.push(performance.now() - now);
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  return summary(times, performance.now() - started);
}

/** A request whenever one is due, whatever became of those before; waiting for its turn counts as time. */
export async function pace(
  perSecond: number,
  seconds: number,
  request: () => Promise<void>,
): Promise<Latencies> {
  const times: number[] = [];
  const running: Promise<void>[] = [];
  const started = performance.now();
  for (let sent = 0; sent < perSecond * seconds; sent += 1) {
    const due = started + (sent / perSecond) * 1000;
    if (due > performance.now()) await delay(due - performance.now());
    running.push(request().then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(running);
  return summary(times, performance.now() - started);
}

function summary(times: number[], milliseconds: number): Latencies {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { perSecond: (times.length / milliseconds) * 1000, p50: at(0.5), p99: at(0.99), max: at(1) };
}
