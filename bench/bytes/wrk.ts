import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Load {
  readonly origin: string;
  /** Asked for in turns. */
  readonly paths: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  readonly range?: number;
}

export async function hasProgram(name: string, argument: string): Promise<boolean> {
  return run(name, [argument]).then(
    () => true,
    (error: unknown) => (error as { code?: unknown }).code !== 'ENOENT',
  );
}

/** MiB per second by a thread of wrk with connections kept alive. Throws where an answer was not 200 or 206. */
export async function wrk({ origin, paths, connections, seconds, range }: Load): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-wrk-'));
  const script = join(folder, 'load.lua');
  await writeFile(script, lua(paths, range));
  const args = [
    '-t1',
    '--timeout',
    '60s',
    `-c${String(connections)}`,
    `-d${String(seconds)}s`,
    '-s',
    script,
    `${origin}/`,
  ];
  const { stdout } = await run('wrk', args).finally(() => rm(folder, { recursive: true, force: true }));
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${origin} answered with errors:\n${stdout}`);
  const [, elapsed = '1', amount = '0', unit = 'B'] =
    /requests in ([\d.]+)s, ([\d.]+)([KMGT]?B) read/.exec(stdout) ?? [];
  return (Number(amount) * (UNITS[unit] ?? 0)) / Number(elapsed);
}

const UNITS: Readonly<Record<string, number>> = {
  B: 1 / 1024 ** 2,
  KB: 1 / 1024,
  MB: 1,
  GB: 1024,
  TB: 1024 ** 2,
};

/** How many different requests are made ready: what wrk does for each while it measures must not be the limit. */
const READY = 4096;

function lua(paths: readonly string[], range: number | undefined): string {
  const list = paths.map((path) => `"${path}"`).join(',');
  const headers =
    range === undefined ? 'nil' : `{ Range = "bytes=" .. start .. "-" .. (start + ${String(range - 1)}) }`;
  return `
    local paths = { ${list} }
    local ready = {}
    local turn = 0
    function init()
      for number = 1, ${String(READY)} do
        local start = math.random(0, 1000) * 1048576
        ready[number] = wrk.format("GET", paths[number % #paths + 1], ${headers})
      end
    end
    function request()
      turn = turn % ${String(READY)} + 1
      return ready[turn]
    end`;
}
