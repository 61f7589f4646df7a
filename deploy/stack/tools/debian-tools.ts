import { installByApt } from './apt.ts';
import { Missing } from './missing.ts';
import { ask } from './run.ts';
import { VERSIONS } from '../versions.ts';

interface Tool {
  readonly command: string;
  readonly probe: string;
  readonly debian: string;
  readonly needed: string;
}

type Ensure = (say: (line: string) => void) => Promise<string>;

/** What runs Kafka. */
export const ensureJava = ensured({
  command: 'java',
  probe: '-version',
  debian: 'default-jre-headless',
  needed: `Java ${VERSIONS.java} or newer is needed for Kafka`,
});

/** What fetches Kafka. */
export const ensureMaven = ensured({
  command: 'mvn',
  probe: '--version',
  debian: 'maven',
  needed: 'Maven is needed to fetch Kafka',
});

export const ensureRedisServer = ensured({
  command: 'redis-server',
  probe: '--version',
  debian: 'redis-server',
  needed: `Redis ${VERSIONS.redis} or newer is needed`,
});

/** What sends the bodies of an element that stands behind it, in a test of just that. */
export const ensureNginx = ensured({
  command: 'nginx',
  probe: '-v',
  debian: 'nginx',
  needed: 'nginx is needed to test an element behind it',
});

/** The command of the installed one, else of Debian's, where we may install it. Throws `Missing`. */
function ensured(tool: Tool): Ensure {
  const isInstalled = () => ask(tool.command, [tool.probe]) !== null;
  return async (say) => {
    if (isInstalled()) return tool.command;
    await installByApt([tool.debian], say).catch((error: unknown) => say(`It failed: ${String(error)}`));
    if (!isInstalled())
      throw new Missing(`${tool.needed}: install Debian's ${tool.debian} (apt-get install ${tool.debian})`);
    return tool.command;
  };
}
