import { build } from '../build/build.ts';
import { readSettings } from '../embedded/settings.ts';
import { DEMO_HELP, readDemoArguments, UsageError } from './arguments.ts';
import { useStack } from './running-stack.ts';

try {
  const path = readDemoArguments(process.argv.slice(2));
  if (path === null) console.log(DEMO_HELP);
  else await demonstrate(path);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${DEMO_HELP}`);
  process.exitCode = 2;
}

async function demonstrate(path: string): Promise<void> {
  const { home } = readSettings(process.env);
  // The demo uses the libs too, and they have to be built before they can be loaded.
  await build();
  const { tell } = await import('./tell.ts');
  const stack = await useStack(home);
  const interrupted = () => void stack.stop().then(() => process.exit(130));
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, interrupted);
  try {
    await tell(home, stack.description, path);
    console.log('\nEverything held.');
  } catch (error) {
    console.error(`\n  ✗ ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  } finally {
    await stack.stop();
  }
}
