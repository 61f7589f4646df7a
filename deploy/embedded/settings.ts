import { join, resolve } from 'node:path';
import { ROOT } from '../workspace.ts';
import { Refusal } from './refusal.ts';

export interface Settings {
  /** Everything the embedded stack keeps lives below it. */
  readonly home: string;
  readonly host: string;
  /** The gateway's; 0 takes any free one. */
  readonly port: number;
  /** Where links point at; the gateway by default (DESIGN.md, section 10). */
  readonly filesPublicUrl: string | null;
  /** Services write to files below `home/logs`, and to the terminal too when asked for. */
  readonly inlineLogs: boolean;
  /** Where the files' bytes lie. */
  readonly storageRoot: string | null;
}

/** A variable of the environment is not what it has to be. */
export class SettingError extends Refusal {}

/** The only place where the starter reads the environment. Throws a SettingError that names the variable. */
export function readSettings(env: NodeJS.ProcessEnv, args: readonly string[] = []): Settings {
  return {
    home: resolve(ROOT, given(env.WAYBILL_HOME) ?? '.waybill'),
    host: given(env.HOST) ?? '127.0.0.1',
    port: readPort(given(env.PORT) ?? '8080'),
    filesPublicUrl: given(env.FILES_PUBLIC_URL) ?? null,
    inlineLogs: env.WAYBILL_LOGS === 'inline' || args.includes('--verbose'),
    storageRoot: given(env.STORAGE_ROOT) ?? null,
  };
}

export function homePaths(home: string) {
  return {
    logs: join(home, 'logs'),
    run: join(home, 'run'),
    secrets: join(home, 'secrets'),
    postgres: join(home, 'postgres'),
    storage: join(home, 'storage'),
    archive: join(home, 'archive'),
    compileCache: join(home, 'cache', 'compiled'),
    lock: join(home, 'run', 'starter.json'),
    stack: join(home, 'run', 'stack.json'),
  };
}

/** An empty variable is as good as none. */
const given = (text: string | undefined) => (text === '' ? undefined : text);

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new SettingError(`PORT must be 0 to 65535, not ${text}`);
  return port;
}
