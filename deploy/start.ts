import { runCommand, runInForeground } from './embedded/foreground.ts';
import { homePaths, readSettings } from './embedded/settings.ts';
import { Stack } from './embedded/stack.ts';

const HELP = `Starts Waybill on this machine: PostgreSQL and the services, until Ctrl-C.

  npm start [-- --verbose]

  PORT           where it listens (8080; 0 takes any free port)
  HOST           on which address (127.0.0.1)
  WAYBILL_HOME   where it keeps its data, logs and secrets (.waybill)
  WAYBILL_LOGS   inline: the services' logs here too (or --verbose)
`;

await runCommand(async () => {
  if (process.argv.includes('--help')) {
    console.log(HELP);
    return;
  }
  const settings = readSettings(process.env, process.argv.slice(2));
  await runInForeground({
    settings,
    paths: homePaths(settings.home),
    command: 'npm start',
    make: (chosen, terminal) => new Stack(chosen, terminal),
  });
  // A start that was interrupted may still wait for somebody.
  process.exit();
});
