import { lstat, opendir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isUuid } from '@waybill/kernel';
import type { HeldBytes } from '../domain/held-bytes.js';

/** `id.unique`, as the disk names files. */
const NAME = /^([^.]+)\.[0-9a-f]{8}$/;

/** The files under names of ours in a folder, however deep; their locations are paths from `root`. */
export async function* filesBelow(folder: string, root: string): AsyncGenerator<HeldBytes> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, root);
    else if (entry.isFile()) yield* heldAt(path, entry.name, root);
  }
}

async function* heldAt(path: string, name: string, root: string): AsyncGenerator<HeldBytes> {
  const id = NAME.exec(name)?.[1] ?? '';
  if (!isUuid(id)) return;
  const facts = await lstat(path).catch(unlessGone);
  if (facts?.isFile() !== true) return;
  // Getting its place changes a file's ctime only.
  const changedAt = new Date(Math.max(facts.mtimeMs, facts.ctimeMs));
  yield { kind: 'file', id, location: relative(root, path), size: facts.size, changedAt };
}

/** Removed meanwhile. */
export function unlessGone(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
