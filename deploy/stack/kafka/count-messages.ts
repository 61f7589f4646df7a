import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureKafka } from './ensure-kafka.ts';

/** How many messages were ever written to a topic, by Kafka's own tool: each line is `topic:partition:end`. */
export async function countMessages(broker: string, topic: string): Promise<number> {
  const jars = await ensureKafka(() => undefined);
  const tool = ['-cp', join(jars, '*'), 'org.apache.kafka.tools.GetOffsetShell'];
  const args = [...tool, '--bootstrap-server', broker, '--topic', topic];
  const { stdout } = await promisify(execFile)('java', args);
  const ends = stdout
    .trim()
    .split('\n')
    .map((line) => Number(line.split(':')[2]));
  if (ends.length === 0 || ends.some(Number.isNaN)) throw new Error(`No offsets of ${topic}: ${stdout}`);
  return ends.reduce((sum, end) => sum + end, 0);
}
