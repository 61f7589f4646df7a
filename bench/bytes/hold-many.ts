import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Element } from './element.ts';

const SECONDS = 8;

/** Fetches the largest file so many times at once, every second client slowly; gives the MiB that were resident. */
export async function holdMany(
  element: Element,
  count: number,
): Promise<{ readonly before: number; readonly peak: number }> {
  const before = residentMegabytes(element.pid);
  const paths = element.paths('1g');
  const requests = Array.from({ length: count }, (_, index) =>
    fetchSlowly(element.origin + (paths[index % paths.length] ?? ''), index % 2 === 0),
  );
  let peak = before;
  for (let tick = 0; tick < SECONDS * 10; tick += 1) {
    await delay(100);
    peak = Math.max(peak, residentMegabytes(element.pid));
  }
  for (const one of requests) one.destroy();
  return { before, peak };
}

function fetchSlowly(url: string, isSlow: boolean) {
  const one = request(url, (response) => {
    if (isSlow) setInterval(() => response.read(16 * 1024) as unknown, 50).unref();
    else response.resume();
  });
  one.on('error', () => undefined);
  one.end();
  return one;
}

function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
