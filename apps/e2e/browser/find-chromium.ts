import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const found = () =>
  [process.env.CHROMIUM_PATH ?? '', ...PLACES].find((path) => path !== '' && existsSync(path));

/** Where Chromium lies. Root on Debian gets it installed; everybody else is told what is missing. */
export function findChromium(): string {
  const path = found() ?? installed();
  if (path === undefined)
    throw new Error(
      'The browser tests need Chromium: apt-get install chromium as root, or name one in CHROMIUM_PATH',
    );
  return path;
}

function installed(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  for (const parts of [['update'], ['install', '-y', 'chromium']])
    if (spawnSync('apt-get', parts, { stdio: 'ignore' }).status !== 0) return undefined;
  return found();
}
