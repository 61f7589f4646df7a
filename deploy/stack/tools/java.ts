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

const JAVA: Tool = {
  command: 'java',
  probe: '-version',
  debian: 'default-jre-headless',
  needed: `Java ${VERSIONS.java} or newer is needed for Kafka`,
};
const MAVEN: Tool = {
  command: 'mvn',
  probe: '--version',
  debian: 'maven',
  needed: 'Maven is needed to fetch Kafka',
};

/** What runs Kafka. */
export const ensureJava = (say: (line: string) => void) => ensure(JAVA, say);

/** What fetches Kafka. */
export const ensureMaven = (say: (line: string) => void) => ensure(MAVEN, say);

/** The installed one, else Debian's, where we may install it. */
async function ensure(tool: Tool, say: (line: string) => void): Promise<void> {
  if (isInstalled(tool)) return;
  await installByApt([tool.debian], say).catch((error: unknown) => say(`It failed: ${String(error)}`));
  if (!isInstalled(tool)) throw new Missing(`${tool.needed}: install Debian's ${tool.debian}`);
}

const isInstalled = ({ command, probe }: Tool) => ask(command, [probe]) !== null;
