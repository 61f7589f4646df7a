import { build } from '../build/build.ts';
import { EVENTS_HELP, type EventsRequest, readEventsArguments } from './arguments.ts';
import { logToStderr } from './log-to-stderr.ts';
import { UsageError } from './usage.ts';

try {
  logToStderr();
  // The libs are used too, and have to be built before they can be loaded.
  await build();
  const { TOPICS } = await import('@waybill/contracts');
  const request = readEventsArguments(process.argv.slice(2), Object.values(TOPICS));
  if (request === null) console.log(EVENTS_HELP);
  else await run(request);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${EVENTS_HELP}`);
  process.exitCode = 2;
}

async function run(request: EventsRequest): Promise<void> {
  switch (request.command) {
    case 'tail':
      return (await import('./tail.ts')).tail(request);
    case 'replay-dead-letters':
      return (await import('./replay.ts')).replay(request);
    case 'topics':
      (await import('./topics.ts')).listTopics();
  }
}
