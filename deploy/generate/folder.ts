import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../workspace.ts';
import { findDrift, type Drift, type FileSet } from './drift.ts';
import type { Generator } from './generator.ts';

export async function driftOf(generator: Generator): Promise<Drift> {
  return findDrift(await readCheckedIn(generator), await generator.generate());
}

export async function bringUpToDate(generator: Generator): Promise<Drift> {
  const made = await generator.generate();
  const drift = findDrift(await readCheckedIn(generator), made);
  const folder = join(ROOT, generator.folder);
  await mkdir(folder, { recursive: true });
  for (const name of drift.stale) await rm(join(folder, name));
  for (const name of [...drift.missing, ...drift.different])
    await writeFile(join(folder, name), made.get(name) ?? '');
  return drift;
}

async function readCheckedIn({ folder, ending }: Generator): Promise<FileSet> {
  const path = join(ROOT, folder);
  const names = await readdir(path).catch(() => []);
  const generated = names.filter((name) => name.endsWith(ending));
  return new Map(
    await Promise.all(
      generated.map(async (name) => [name, await readFile(join(path, name), 'utf8')] as const),
    ),
  );
}
