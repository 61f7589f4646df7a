import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../workspace.ts';

export interface SourceFile {
  /** Relative to the package's `src/`. */
  readonly path: string;
  /** Changes whenever the file does. */
  readonly fingerprint: string;
}

export interface Package {
  /** `libs/kernel` */
  readonly name: string;
  readonly source: string;
  readonly output: string;
}

/** Libs and services: whatever has an entry that SWC can compile. The dashboard is built by Vite. */
export async function findPackages(): Promise<Package[]> {
  const folders = await Promise.all(['libs', 'apps'].map(listPackages));
  return folders
    .flat()
    .filter(({ source }) => ['index.ts', 'main.ts'].some((e) => existsSync(join(source, e))));
}

async function listPackages(kind: string): Promise<Package[]> {
  const names = await readdir(join(ROOT, kind));
  return names.map((name) => ({
    name: `${kind}/${name}`,
    source: join(ROOT, kind, name, 'src'),
    output: join(ROOT, kind, name, 'dist'),
  }));
}

const isSource = (path: string) =>
  (path.endsWith('.ts') && !/\.(spec|int-spec|fixture|d)\.ts$/.test(path)) || path.endsWith('.json');

export async function listSources(folder: string): Promise<SourceFile[]> {
  const entries = await readdir(folder, { recursive: true });
  return Promise.all(entries.filter(isSource).map((path) => describe(folder, path)));
}

async function describe(folder: string, path: string): Promise<SourceFile> {
  const { mtimeMs, size } = await stat(join(folder, path));
  return { path, fingerprint: `${String(mtimeMs)}/${String(size)}` };
}
