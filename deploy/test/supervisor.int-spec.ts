import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { isAlive, isSameProcess, markOf } from '../embedded/processes.ts';
import { Supervisor } from '../embedded/supervisor/supervisor.ts';
import type { Ending, Program } from '../embedded/supervisor/watched.ts';
import { temporaryFolders } from './temporary.ts';

const node = (name: string, script: string): Program => ({
  name,
  stopSignal: 'SIGTERM',
  stopWithinMs: 2_000,
  spawn: () => spawn(process.execPath, ['-e', script], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] }),
});

const RUNS = 'console.log("up"); setInterval(() => {}, 1000)';
const IGNORES_SIGTERM = `process.on("SIGTERM", () => {}); ${RUNS}`;

describe('Supervisor', () => {
  let endings: Ending[];
  let output: string;
  let supervisor: Supervisor;

  beforeEach(() => {
    endings = [];
    output = '';
    supervisor = new Supervisor({
      output: (name, chunk) => (output += `${name}: ${chunk.toString()}`),
      changed: () => undefined,
      ended: (ending) => endings.push(ending),
    });
  });

  afterEach(async () => {
    supervisor.killAll();
    await supervisor.stop();
  });

  const pidOf = (name: string) =>
    supervisor.services.find(({ program }) => program.name === name)?.mark?.pid ?? 0;

  const started = (name: string, times = 1) =>
    eventually(() => expect(output.split(`${name}: up`)).toHaveLength(times + 1));

  it('starts a killed program again within seconds, and says so', async () => {
    supervisor.startService(node('one', RUNS));
    await started('one');
    const first = pidOf('one');
    process.kill(first, 'SIGKILL');
    await started('one', 2);
    expect(pidOf('one')).not.toBe(first);
    expect(endings).toMatchObject([{ name: 'one', how: 'SIGKILL' }]);
  });

  it('leaves the others alone', async () => {
    supervisor.startService(node('one', RUNS));
    supervisor.startService(node('two', RUNS));
    await Promise.all([started('one'), started('two')]);
    const other = markOf(pidOf('two'));
    process.kill(pidOf('one'), 'SIGKILL');
    await started('one', 2);
    expect(isSameProcess(other)).toBe(true);
  });

  it('backs off from a program that keeps dying', async () => {
    supervisor.startService(node('broken', 'process.exit(3)'));
    await eventually(() => expect(endings.length).toBeGreaterThanOrEqual(3));
    expect(endings.slice(0, 3)).toEqual([
      { name: 'broken', how: 'code 3', failures: 1, againInMs: 100 },
      { name: 'broken', how: 'code 3', failures: 2, againInMs: 1_000 },
      { name: 'broken', how: 'code 3', failures: 3, againInMs: 2_000 },
    ]);
  });

  it('goes on where a program cannot be started at all', async () => {
    const missing = { ...node('missing', ''), spawn: () => spawn('/does/not/exist', [], { stdio: 'pipe' }) };
    supervisor.startService(missing);
    await eventually(() => expect(endings).toMatchObject([{ name: 'missing', failures: 1 }]));
  });

  it('stops everything, the database last, and starts nothing again', async () => {
    const order: string[] = [];
    const noting = (program: Program): Program => ({
      ...program,
      spawn: () => program.spawn().once('exit', () => order.push(program.name)),
    });
    supervisor.startDatabase(noting(node('database', RUNS)));
    supervisor.startService(noting(node('inner', RUNS)));
    supervisor.startService(noting(node('gateway', RUNS)));
    await Promise.all(['database', 'inner', 'gateway'].map((name) => started(name)));
    await supervisor.stop();
    // It looks for the processes themselves; our own news of an end may come a moment later.
    await eventually(() => expect(order).toEqual(['gateway', 'inner', 'database']));
    expect(endings).toEqual([]);
  });

  it('kills what does not stop in time', async () => {
    supervisor.startService({ ...node('stubborn', IGNORES_SIGTERM), stopWithinMs: 200 });
    await started('stubborn');
    const mark = markOf(pidOf('stubborn'));
    await supervisor.stop();
    expect(isSameProcess(mark)).toBe(false);
  });
});

describe('a starter that is killed', () => {
  const temporary = temporaryFolders();

  it('takes its processes with it', async () => {
    const folder = temporary();
    mkdirSync(folder, { recursive: true });
    const starter = spawn(process.execPath, [join(import.meta.dirname, 'starter-to-kill.ts'), folder], {
      stdio: 'ignore',
    });
    const pids = await eventually(() => {
      const text = readFileSync(join(folder, 'pids.json'), 'utf8');
      return JSON.parse(text) as number[];
    });
    expect(pids.map(isAlive)).toEqual([true, true]);
    const gone = once(starter, 'exit');
    starter.kill('SIGKILL');
    await gone;
    await eventually(() => expect(pids.map(isAlive)).toEqual([false, false]));
  });
});
