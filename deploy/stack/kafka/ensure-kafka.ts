import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../tools/cache-folder.ts';
import { ensureJava, ensureMaven } from '../tools/debian-tools.ts';
import { run } from '../tools/run.ts';
import { VERSIONS } from '../versions.ts';

const POM = join(import.meta.dirname, 'pom.xml');

/** The folder with Kafka's jars, fetched once for each version. */
export async function ensureKafka(say: (line: string) => void): Promise<string> {
  await ensureJava(say);
  const folder = await cacheFolder(`kafka-${VERSIONS.kafka}`);
  const jars = join(folder, 'lib');
  if (existsSync(jars)) return jars;
  await ensureMaven(say);
  say(`fetching Kafka ${VERSIONS.kafka}, once, which takes half a minute`);
  const draft = join(folder, `draft-${String(process.pid)}`);
  try {
    const scope = [
      `-DoutputDirectory=${draft}`,
      '-DincludeScope=runtime',
      `-Dkafka.version=${VERSIONS.kafka}`,
    ];
    await run('mvn', ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', ...scope]);
    await rename(draft, jars);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return jars;
}
