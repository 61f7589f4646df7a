import { realpathSync } from 'node:fs';
import { isSameProcess, markOf, parentOf, programOf, type ProcessMark } from './processes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const NPM_WATCH_MS = 500;
/** Ctrl-C reaches npm and this process, and npm passes it on: what comes so soon is the same key press. */
const SAME_PRESS_MS = 1_000;

/**
 * Resolves when the stack is asked to stop: by a signal, or because the npm that runs this script is gone. `again` is
 * called when somebody asks a second time.
 */
export function stopRequested(again: () => void): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | null = null;
    const ask = () => {
      if (askedAt !== null && performance.now() - askedAt > SAME_PRESS_MS) again();
      askedAt ??= performance.now();
      resolve();
    };
    for (const name of SIGNALS) process.on(name, ask);
    onceNpmIsGone(resolve);
  });
}

/** A killed npm cannot pass a signal on. */
function onceNpmIsGone(gone: () => void): void {
  const npm = findNpm(process.env.npm_node_execpath);
  if (npm === null) return;
  const watch = setInterval(() => {
    if (isSameProcess(npm)) return;
    clearInterval(watch);
    gone();
  }, NPM_WATCH_MS);
  watch.unref();
}

/** Our parent, or its parent where a shell stands between: the one that runs on npm's own Node. */
function findNpm(npmNode: string | undefined): ProcessMark | null {
  if (npmNode === undefined) return null;
  const program = realpathSync(npmNode);
  const ancestors = [process.ppid, parentOf(process.ppid)].filter((pid) => pid !== null);
  const npm = ancestors.find((pid) => programOf(pid) === program);
  return npm === undefined ? null : markOf(npm);
}
