import { mkdirSync } from 'node:fs';
import { runCommand, runInForeground } from '../embedded/foreground.ts';
import { bringDown } from './down.ts';
import { FullStack } from './full-stack.ts';
import { readStackSettings, stackPaths, type StackSettings } from './settings.ts';

const HELP = `Starts the full stack on this machine, without Docker: PostgreSQL, Kafka, Redis, an S3 server, and several
replicas of each service behind a balancer, until Ctrl-C.

  npm run stack [-- --verbose]
  npm run stack -- down        stops the one of this home, wherever it was started

  PORT, HOST, WAYBILL_HOME, WAYBILL_LOGS   as for npm start
  WAYBILL_REPLICAS   of each service (2)
  WAYBILL_STORAGE    disk, or s3: where storage elements keep the bytes (disk)
  WAYBILL_CACHE      where what was fetched is kept (~/.cache/waybill)
`;

await runCommand(async () => {
  if (process.argv.includes('--help')) console.log(HELP);
  else if (process.argv.includes('down')) await down(readStackSettings(process.env));
  else await up(readStackSettings(process.env, process.argv.slice(2)));
});

async function down({ home }: StackSettings): Promise<void> {
  const wasRunning = await bringDown(stackPaths(home).lock);
  console.log(wasRunning ? 'Waybill has stopped' : `Nothing runs from ${home}`);
}

async function up(settings: StackSettings): Promise<void> {
  const paths = stackPaths(settings.home);
  mkdirSync(paths.data, { recursive: true, mode: 0o700 });
  await runInForeground({
    settings,
    paths,
    command: 'npm run stack',
    make: (chosen, terminal) => new FullStack(chosen, terminal),
  });
  // A start that was interrupted may still wait for somebody.
  process.exit();
}
