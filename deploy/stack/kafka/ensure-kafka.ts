import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../tools/cache-folder.ts';
import { ensureJava, ensureMaven } from '../tools/debian-tools.ts';
import { fetching } from '../tools/fetching.ts';
import { together } from '../tools/missing.ts';
import { run } from '../tools/run.ts';
import { VERSIONS } from '../versions.ts';

const POM = join(import.meta.dirname, 'pom.xml');
/** What came stays in Maven's own cache: the next try goes on from there. */
const WITHIN_MS = 300_000;
/** Maven waits for half an hour for a repository that has fallen silent; the names are those of 3.8 and of 3.9. */
const IMPATIENT = [
  '-Dmaven.wagon.rto=30000',
  '-Daether.connector.connectTimeout=10000',
  '-Daether.connector.requestTimeout=30000',
];

/** The folder with Kafka's jars, fetched once for each version. */
export async function ensureKafka(say: (line: string) => void): Promise<string> {
  const folder = await cacheFolder(`kafka-${VERSIONS.kafka}`);
  const jars = join(folder, 'lib');
  const isThere = existsSync(jars);
  await together([ensureJava(say), isThere ? null : ensureMaven(say)]);
  if (isThere) return jars;
  say(`fetching Kafka ${VERSIONS.kafka}, once, which takes half a minute`);
  const draft = join(folder, `draft-${String(process.pid)}`);
  try {
    const scope = [
      `-DoutputDirectory=${draft}`,
      '-DincludeScope=runtime',
      `-Dkafka.version=${VERSIONS.kafka}`,
    ];
    const args = ['-q', '-B', ...IMPATIENT, '-f', POM, 'dependency:copy-dependencies', ...scope];
    await fetching(`Kafka ${VERSIONS.kafka}`, say, () => run('mvn', args, { withinMs: WITHIN_MS }));
    await rename(draft, jars);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return jars;
}
