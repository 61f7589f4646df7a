import type { SourceFile } from './packages.ts';

/** What the last build made, kept beside it: source path to fingerprint. */
export interface Stamp {
  /** Of the compiler and its options: another one makes everything new. */
  readonly compiler: string;
  readonly files: Readonly<Record<string, string>>;
}

export interface BuildPlan {
  readonly compile: readonly string[];
  /** Sources that are gone: what was made of them goes too. */
  readonly remove: readonly string[];
  readonly stamp: Stamp;
}

export function planBuild(sources: readonly SourceFile[], compiler: string, last: Stamp | null): BuildPlan {
  const files = Object.fromEntries(sources.map(({ path, fingerprint }) => [path, fingerprint]));
  const known = last?.files ?? {};
  const fresh = last?.compiler === compiler ? known : {};
  return {
    compile: Object.keys(files).filter((path) => files[path] !== fresh[path]),
    remove: Object.keys(known).filter((path) => !(path in files)),
    stamp: { compiler, files },
  };
}

/** What a source becomes in `dist/`. */
export function outputsOf(path: string): string[] {
  if (!path.endsWith('.ts')) return [path];
  const script = path.replace(/\.ts$/, '.js');
  return [script, `${script}.map`];
}
