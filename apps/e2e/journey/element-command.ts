import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describeFullStack } from '../stack/backing.js';

const COMMANDS = join(import.meta.dirname, '../../storage-element/dist/commands');
const HOME = dirname(dirname(process.env.WAYBILL_STACK_FILE ?? ''));

/** Where the embedded stack keeps the files' bytes. */
export const STORAGE_ROOT = join(HOME, 'storage');

export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A command of the storage element, as somebody who runs the service would call it, beside it. */
export async function runElementCommand(name: string, ...args: string[]): Promise<Ended> {
  const env = {
    DATABASE_URL: describeFullStack().services['storage-element']?.databaseUrl ?? '',
    STORAGE_ROOT,
  };
  const child = spawn(process.execPath, [join(COMMANDS, `${name}.js`), ...args], { env });
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output: output + errors };
}
