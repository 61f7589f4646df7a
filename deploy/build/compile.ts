import { readFile } from 'node:fs/promises';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname, join, relative } from 'node:path';
import { transformFile, version } from '@swc/core';
import { ROOT } from '../workspace.ts';
import { listSources, type Package } from './packages.ts';
import { outputsOf, planBuild, type Stamp } from './plan.ts';

const SWCRC = join(ROOT, '.swcrc');
const STAMP = '.build.json';

export async function compilerFingerprint(): Promise<string> {
  const options = createHash('sha256')
    .update(await readFile(SWCRC))
    .digest('hex');
  return `swc ${version} ${options}`;
}

/** Brings the package's `dist/` up to date; returns how many files it compiled. */
export async function buildPackage(target: Package, compiler: string): Promise<number> {
  const plan = planBuild(await listSources(target.source), compiler, await readStamp(target));
  if (plan.compile.length + plan.remove.length === 0) return 0;
  await Promise.all(
    plan.remove.flatMap(outputsOf).map((path) => rm(join(target.output, path), { force: true })),
  );
  await Promise.all(plan.compile.map((path) => compileFile(target, path)));
  await writeFile(join(target.output, STAMP), JSON.stringify(plan.stamp));
  return plan.compile.length;
}

async function readStamp({ output }: Package): Promise<Stamp | null> {
  try {
    return JSON.parse(await readFile(join(output, STAMP), 'utf8')) as Stamp;
  } catch {
    // Never built, or half a stamp of a build that was interrupted: everything is made new.
    await rm(output, { recursive: true, force: true });
    await mkdir(output, { recursive: true });
    return null;
  }
}

async function compileFile(target: Package, path: string): Promise<void> {
  const from = join(target.source, path);
  const to = join(target.output, path);
  await mkdir(dirname(to), { recursive: true });
  if (!path.endsWith('.ts')) return copyFile(from, to);
  const script = to.replace(/\.ts$/, '.js');
  const { code, map } = await transformFile(from, {
    configFile: SWCRC,
    sourceFileName: relative(dirname(script), from),
  });
  await writeFile(
    script,
    `${code}\n//# sourceMappingURL=${path.split('/').at(-1)?.replace(/\.ts$/, '.js.map') ?? ''}\n`,
  );
  if (map !== undefined) await writeFile(`${script}.map`, map);
}
