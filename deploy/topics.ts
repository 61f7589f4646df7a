import { readTopicsArguments, TOPICS_HELP } from './events/topics-arguments.ts';
import { build } from './build/build.ts';
import { logToStderr } from './events/log-to-stderr.ts';
import { UsageError } from './events/usage.ts';

try {
  const request = readTopicsArguments(process.argv.slice(2));
  if (request === null) console.log(TOPICS_HELP);
  else {
    logToStderr();
    await build();
    const { topics } = await import('./events/topics.ts');
    process.exitCode = await topics(request);
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${TOPICS_HELP}`);
  process.exitCode = 2;
}
