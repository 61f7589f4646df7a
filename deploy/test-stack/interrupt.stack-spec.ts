import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';

const PATIENCE = { timeoutMs: 90_000 };
const TIMEOUT_MS = 150_000;
const DEPLOY = join(import.meta.dirname, '..');

interface Start {
  readonly home: string;
  readonly output: () => string;
}

interface Moment {
  readonly when: string;
  readonly has: (start: Start) => boolean;
}

const printed = (text: string) => (start: Start) => start.output().includes(text);
const there = (path: string) => (start: Start) => existsSync(join(start.home, path));

const STARTERS: readonly (readonly [string, string, readonly Moment[]])[] = [
  [
    'npm start',
    'start.ts',
    [
      { when: 'at once', has: there('run/starter.json') },
      { when: 'while the cluster is made', has: there('postgres.new') },
      { when: 'while services boot', has: printed('PostgreSQL answers') },
      { when: 'when the first is ready', has: printed('is ready') },
    ],
  ],
  [
    'npm run stack',
    'stack/main.ts',
    [
      { when: 'at once', has: there('run/starter.json') },
      { when: 'while Kafka is made', has: there('stack/kafka/server.properties') },
      { when: 'while Kafka starts', has: printed('redis answers') },
      { when: 'while services boot', has: printed('balancer answers') },
      { when: 'when the first is ready', has: printed('is ready') },
    ],
  ],
];

/** Every process that was started with this home, whoever started it (proc(5): `environ`). */
function processesOf(home: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`WAYBILL_HOME=${home}\0`)) return [];
        return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`];
      } catch {
        // It has ended meanwhile, or it is somebody else's.
        return [];
      }
    });
}

describe.each(STARTERS)('Ctrl-C during %s', (_name, script, moments) => {
  let home: string;
  let starter: ChildProcess;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'waybill-interrupt-'));
  });
  afterEach(async () => {
    starter.kill('SIGKILL');
    await rm(home, { recursive: true, force: true });
  });

  it.each(moments)(
    '$when: it ends and leaves no process',
    async ({ has }) => {
      let output = '';
      starter = spawn(process.execPath, [join(DEPLOY, script)], {
        // Not the tests' own broker, which has no topics: it is a stack of its own.
        env: { ...process.env, KAFKA_BROKERS: '', WAYBILL_HOME: home, PORT: '0' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [starter.stdout, starter.stderr])
        stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const gone = once(starter, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
      // Cheap, for it looks very often: what it takes is missing to the start.
      const isThen = () => {
        if (!has({ home, output: () => output })) throw new Error(`It did not come so far:\n${output}`);
      };
      await eventually(isThen, { ...PATIENCE, everyMs: 2 });
      starter.kill('SIGINT');
      const [code, signal] = await gone;
      expect({ code, signal, output }).toMatchObject({ code: 0, signal: null });
      expect(output).not.toContain('Waybill is ready');
      // The leash, a shell that ends what a killed starter leaves, has a moment to see that nothing is left.
      await eventually(() => expect(processesOf(home)).toEqual([]));
    },
    TIMEOUT_MS,
  );
});
