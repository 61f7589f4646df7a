import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const DEMO_HELP = `One file goes the whole way: published, bought, downloaded in pieces, counted.

  npm run demo [-- --file PATH]

  --file   what to download; the Node program that runs this by default

Starts the stack unless one is running (WAYBILL_HOME, PORT as for npm start). Ends with 0 only if every check held.
`;

export class UsageError extends Error {}

/** The file's path; null asks for help. */
export function readDemoArguments(args: readonly string[]): string | null {
  const { file, help } = parse(args);
  if (help === true) return null;
  const path = resolve(file ?? process.execPath);
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts?.isFile() !== true) throw new UsageError(`${path} is no file`);
  if (facts.size < 10) throw new UsageError(`${path} is too small to be cut: at least 10 bytes`);
  return path;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { file: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
