import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** For what was fetched or built once for all homes of this account; may be deleted at any time. */
export async function cacheFolder(...names: readonly string[]): Promise<string> {
  const { WAYBILL_CACHE, XDG_CACHE_HOME } = process.env;
  const root = WAYBILL_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'waybill');
  const folder = join(root, ...names);
  await mkdir(folder, { recursive: true });
  return folder;
}
