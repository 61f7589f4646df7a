import { join } from 'node:path';
import { homePaths, readSettings, SettingError, type Settings } from '../embedded/settings.ts';

export type Storage = 'disk' | 's3';

export interface StackSettings extends Settings {
  /** Of each service that keeps nothing itself. */
  readonly replicas: number;
  /** Where storage elements keep bytes. */
  readonly storage: Storage;
}

/** The settings of `npm start`, and those of the full stack. Throws a SettingError that names the variable. */
export function readStackSettings(env: NodeJS.ProcessEnv, args: readonly string[] = []): StackSettings {
  return {
    ...readSettings(env, args),
    replicas: readReplicas(env.WAYBILL_REPLICAS ?? '2'),
    storage: readStorage(env.WAYBILL_STORAGE ?? 'disk'),
  };
}

/** What the embedded stack of the same home keeps stays apart; secrets, logs and the run folder are shared. */
export function stackPaths(home: string) {
  const data = join(home, 'stack');
  return {
    ...homePaths(home),
    data,
    postgres: join(data, 'postgres'),
    kafka: join(data, 'kafka'),
    redis: join(data, 'redis'),
    s3: join(data, 's3'),
    storage: join(data, 'storage'),
    archive: join(data, 'archive'),
    ports: join(data, 'ports.json'),
  };
}

function readReplicas(text: string): number {
  if (!/^[1-9]$/.test(text)) throw new SettingError(`WAYBILL_REPLICAS must be 1 to 9, not ${text}`);
  return Number(text);
}

function readStorage(text: string): Storage {
  if (text === 'disk' || text === 's3') return text;
  throw new SettingError(`WAYBILL_STORAGE must be disk or s3, not ${text}`);
}
