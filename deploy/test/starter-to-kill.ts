import { spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supervisor } from '../embedded/supervisor/supervisor.ts';
import type { Program } from '../embedded/supervisor/watched.ts';

/** A starter with a database and a service of its own, for a test to kill. */
const [folder = '.'] = process.argv.slice(2);
const program = (name: string): Program => ({
  name,
  stopSignal: 'SIGTERM',
  stopWithinMs: 1_000,
  spawn: () => spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }),
});

const supervisor = new Supervisor({
  output: () => undefined,
  changed: () => undefined,
  ended: () => undefined,
});
supervisor.startDatabase(program('database'));
supervisor.startService(program('service'));
const pids = [supervisor.database, ...supervisor.services].map((watched) => watched?.mark?.pid);
writeFileSync(join(folder, 'draft.json'), JSON.stringify(pids));
renameSync(join(folder, 'draft.json'), join(folder, 'pids.json'));
