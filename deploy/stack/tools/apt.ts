import { ask, run } from './run.ts';

/** No questions, and no service of the package's own that would take the usual port. */
const QUIET = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
/** Somebody else may be installing: dpkg's lock is waited for. A mirror that is silent is asked again. */
const PATIENCE = [
  'DPkg::Lock::Timeout=300',
  'Acquire::Retries=3',
  'Acquire::http::Timeout=30',
  'Acquire::https::Timeout=30',
].flatMap((option) => ['-o', option]);
const WITHIN_MS = 600_000;

let installing: Promise<void> = Promise.resolve();

/**
 * Installs Debian's packages where the machine lets us (apt-get, as root), one call after the other; else does nothing.
 * Throws what apt-get said where it fails.
 */
export function installByApt(packages: readonly string[], say: (line: string) => void): Promise<void> {
  if (process.getuid?.() !== 0 || ask('apt-get', ['--version']) === null) return Promise.resolve();
  const installed = installing.then(() => install(packages, say));
  installing = installed.catch(() => undefined);
  return installed;
}

async function install(packages: readonly string[], say: (line: string) => void): Promise<void> {
  say(`installing ${packages.join(' and ')} by apt-get`);
  const aptGet = (...args: readonly string[]) =>
    run('apt-get', [...PATIENCE, ...args], { env: QUIET, withinMs: WITHIN_MS });
  const attempt = () => aptGet('install', '-y', '--no-install-recommends', ...packages);
  // The list of packages of a fresh machine is empty or old.
  await attempt().catch(() => aptGet('update').then(attempt));
}
