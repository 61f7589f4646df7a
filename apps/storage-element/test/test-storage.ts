import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where an element under test keeps its bytes, and how a test gets at them behind its back. */
export interface TestStorage {
  readonly settings: Readonly<Record<string, string>>;
  /** What uploads under way, and uploads that died, have left. */
  leftovers(): Promise<readonly string[]>;
  read(location: string): Promise<Buffer>;
  overwrite(location: string, bytes: Buffer | string): Promise<void>;
  lose(location: string): Promise<void>;
  drop(): Promise<void>;
}

export interface DiskStorage extends TestStorage {
  readonly root: string;
}

/** A folder of its own. */
export async function openFolder(): Promise<DiskStorage> {
  const root = await mkdtemp(join(tmpdir(), 'waybill-files-'));
  return {
    root,
    settings: { STORAGE_ROOT: root },
    leftovers: () => Promise.resolve(readdirSync(join(root, 'incoming'))),
    read: (location) => readFile(join(root, location)),
    overwrite: (location, bytes) => writeFile(join(root, location), bytes),
    lose: (location) => rm(join(root, location)),
    drop: () => rm(root, { recursive: true, force: true }),
  };
}

let opener: () => Promise<TestStorage> = openFolder;

/** What elements of this file get unless they are told. The same tests promise the same of every kind. */
export function useStorage(open: () => Promise<TestStorage>): void {
  opener = open;
}

export function openStorage(): Promise<TestStorage> {
  return opener();
}
