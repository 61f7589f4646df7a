import { eventLag } from '../messaging.metrics.js';
import type { Delivery } from './delivery.js';

/** From the events' own time to now, which is just after their effect was committed. */
export function observeLag(topic: string, handled: readonly Delivery[]): void {
  const now = Date.now();
  for (const { event } of handled) {
    const lag = now - Date.parse(event?.time ?? '');
    if (lag >= 0) eventLag.observe({ topic }, lag / 1_000);
  }
}
