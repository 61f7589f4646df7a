import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STARTERS = {
  embedded: join(import.meta.dirname, '..', 'start.ts'),
  full: join(import.meta.dirname, '..', 'stack', 'main.ts'),
} as const;
export type StackKind = keyof typeof STARTERS;

/** A stack, started the way `npm start` or `npm run stack` does, in a home of its own: for tests and measurements. */
export class TemporaryStack {
  readonly home: string;
  readonly #kind: StackKind;
  #starter: ChildProcess | null = null;
  #url = '';

  private constructor(home: string, kind: StackKind) {
    this.home = home;
    this.#kind = kind;
  }

  static async create(kind: StackKind = 'embedded'): Promise<TemporaryStack> {
    return new TemporaryStack(await mkdtemp(join(tmpdir(), 'waybill-stack-')), kind);
  }

  get url(): string {
    return this.#url;
  }

  get jwtSecret(): string {
    return readFileSync(join(this.home, 'secrets', 'jwt-secret'), 'utf8');
  }

  /** Where each process of it is; the file changes when one is started again. */
  get stackFile(): string {
    return join(this.home, 'run', 'stack.json');
  }

  async start(): Promise<void> {
    const env = { ...process.env, WAYBILL_HOME: this.home, PORT: '0' };
    const starter = spawn(process.execPath, [STARTERS[this.#kind]], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#starter = starter;
    this.#url = await readyUrl(starter);
  }

  /** As Ctrl-C does. */
  async stop(): Promise<void> {
    const starter = this.#starter;
    if (starter?.exitCode !== null || starter.signalCode !== null) return;
    const gone = once(starter, 'exit');
    starter.kill('SIGINT');
    await gone;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.home, { recursive: true, force: true });
  }
}

async function readyUrl(starter: ChildProcess): Promise<string> {
  let output = '';
  const ready = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /^Waybill is ready: (\S+)$/m.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    };
    starter.stdout?.on('data', read);
    starter.stderr?.on('data', read);
    starter.once('exit', () => {
      reject(new Error(`The stack did not start:\n${output}`));
    });
  });
  return ready;
}
