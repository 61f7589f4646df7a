import { TOPICS } from '@waybill/contracts';
import { logToStderr } from '../../events/log-to-stderr.ts';

/** Those of the table that are not there yet. The lib is imported late: it may just have been built. */
export async function makeTopics(broker: string): Promise<void> {
  logToStderr();
  const { prepareKafkaTopics } = await import('@waybill/messaging');
  const settings = { brokers: [broker], clientId: 'waybill-topics' };
  await prepareKafkaTopics(settings, { topics: Object.values(TOPICS) });
}
