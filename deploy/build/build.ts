import { buildPackage, compilerFingerprint } from './compile.ts';
import { buildDashboard } from './dashboard.ts';
import { findPackages } from './packages.ts';

/** Compiles what changed in every lib and service, and the page; returns how many files that were. */
export async function build(): Promise<number> {
  const compiler = await compilerFingerprint();
  const packages = await findPackages();
  const counts = await Promise.all(packages.map((target) => buildPackage(target, compiler)));
  return counts.reduce((sum, count) => sum + count, await buildDashboard());
}
