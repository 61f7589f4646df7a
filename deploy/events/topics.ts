import { TOPICS } from '@waybill/contracts';
import { prepareKafkaTopics, settingsOf, type TopicState } from '@waybill/messaging';
import { findKafka } from './carrier.ts';
import type { TopicsRequest } from './topics-arguments.ts';

/** Gives the exit code: what `--check` finds is a failure, what making finds a report. */
export async function topics({ checkOnly, replicationFactor }: TopicsRequest): Promise<number> {
  const kafka = findKafka('waybill-topics');
  if (kafka === null) {
    console.log('The embedded carrier makes its topics by itself.');
    return 0;
  }
  const names = Object.values(TOPICS);
  const states = await prepareKafkaTopics(kafka, { topics: names, replicationFactor, checkOnly });
  for (const state of states) console.log(lineOf(state));
  const drifted = states.filter(({ drift }) => drift.length > 0).length;
  if (drifted > 0) console.log(`${String(drifted)} of ${String(states.length)} differ from the table.`);
  return checkOnly && drifted > 0 ? 1 : 0;
}

/** `npm run events -- topics`: the table itself. */
export function listTopics(): void {
  for (const topic of Object.values(TOPICS)) console.log(`${topic.padEnd(28)}${describe(topic)}`);
}

function lineOf({ topic, made, drift }: TopicState): string {
  const how = made ? 'made' : drift.length > 0 ? drift.join('; ') : 'as it should be';
  return `${topic.padEnd(28)}${how}`;
}

function describe(topic: string): string {
  const { partitions, retentionDays } = settingsOf(topic);
  const kept = retentionDays === null ? 'the latest of each key, for ever' : `${String(retentionDays)} days`;
  return `${String(partitions)} partitions, ${kept}`;
}
