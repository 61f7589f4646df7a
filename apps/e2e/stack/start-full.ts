import { startTemporary } from './start.ts';

/** The same tests on Kafka, Redis and two replicas of each service. */
export default function startFull(): Promise<void> {
  return startTemporary('full');
}
