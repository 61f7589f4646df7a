import { ask, run } from '../stack/tools/run.ts';

const PACKAGES = [
  { command: 'java', probe: ['-version'], name: 'default-jre-headless' },
  { command: 'mvn', probe: ['--version'], name: 'maven' },
] as const;

/** Java and Maven from Debian, where they are missing and we may install them; what is still missing is told by who needs it. */
export async function ensureJava(say: (line: string) => void): Promise<void> {
  const missing = PACKAGES.filter(({ command, probe }) => ask(command, probe) === null).map(
    ({ name }) => name,
  );
  if (missing.length === 0 || process.getuid?.() !== 0 || ask('apt-get', ['--version']) === null) return;
  say(`installing ${missing.join(' and ')} by apt-get`);
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', ...missing], quiet);
  // The list of packages of a fresh machine is empty or old.
  await install()
    .catch(() => run('apt-get', ['update'], quiet).then(install))
    .catch(() => undefined);
}
