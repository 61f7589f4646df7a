import { randomBytes } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

const MIB = 1024 * 1024;

export interface BenchFiles {
  readonly folder: string;
  readonly sizes: Readonly<Record<'64k' | '1m' | '1g', number>>;
}

/** The files that everybody serves, named by their size. */
export async function makeFiles(folder: string): Promise<BenchFiles> {
  const sizes = { '64k': 64 * 1024, '1m': MIB, '1g': 1024 * MIB };
  await mkdir(folder, { recursive: true });
  for (const [name, size] of Object.entries(sizes)) await fill(join(folder, name), size);
  return { folder, sizes };
}

async function fill(path: string, size: number): Promise<void> {
  const file = await open(path, 'w');
  const chunk = randomBytes(Math.min(size, MIB));
  for (let at = 0; at < size; at += chunk.length) await file.write(chunk);
  await file.close();
}
