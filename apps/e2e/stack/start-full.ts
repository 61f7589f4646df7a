import { startTemporary } from './start.ts';

/** Jobs come round often, so that both replicas of a service meet over them while a test looks. */
const JOB_INTERVAL_SECONDS = '2';

/** The same tests on Kafka, Redis and two replicas of each service. */
export default function startFull(): Promise<void> {
  process.env.JOB_INTERVAL_SECONDS ??= JOB_INTERVAL_SECONDS;
  return startTemporary('full');
}
