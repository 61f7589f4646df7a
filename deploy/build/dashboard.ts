import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { helper } from '../embedded/helpers.ts';
import { ROOT } from '../workspace.ts';

const FOLDER = join(ROOT, 'apps', 'dashboard');
const STAMP = join(FOLDER, 'dist', '.build.json');
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json'];

/** Has Vite build the dashboard where its sources changed since it last did; returns how many sources that concerned. */
export async function buildDashboard(): Promise<number> {
  const sources = await listSources();
  const fingerprint = createHash('sha256').update(sources.join('\n')).digest('hex');
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === fingerprint) return 0;
  await runVite();
  await writeFile(STAMP, fingerprint);
  return sources.length;
}

async function listSources(): Promise<string[]> {
  const listed = await Promise.all(SOURCES.map((name) => below(join(FOLDER, name))));
  return listed.flat().sort();
}

async function below(path: string): Promise<string[]> {
  const found = await stat(path);
  if (!found.isDirectory()) return [`${path} ${String(found.mtimeMs)} ${String(found.size)}`];
  return (await Promise.all((await readdir(path)).map((name) => below(join(path, name))))).flat();
}

/** In a process of its own: the bundler keeps threads that would outlive the build. */
async function runVite(): Promise<void> {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = helper(
    spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: FOLDER, stdio: 'inherit' }),
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`Vite could not build the dashboard (${String(code)})`);
}
