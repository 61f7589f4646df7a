import { Leash } from './leash.ts';
import { Watched, type Program, type Watcher } from './watched.ts';

/** Thrown to whoever starts something while everything is being stopped. */
export class Stopping extends Error {}

/**
 * Keeps programs running, one database below what else is shared (a broker, a cache) below any number of services, and
 * stops them in the opposite order.
 */
export class Supervisor {
  readonly #watcher: Watcher;
  readonly #leash = new Leash();
  readonly #services: Watched[] = [];
  readonly #backing: Watched[] = [];
  #database: Watched | null = null;
  #stopping: Promise<void> | null = null;

  constructor(watcher: Watcher) {
    this.#watcher = {
      output: (name, chunk) => watcher.output(name, chunk),
      ended: (ending) => watcher.ended(ending),
      changed: () => {
        this.#tighten();
        watcher.changed();
      },
    };
  }

  startDatabase(program: Program): void {
    this.#database = this.#watch(program);
    this.#database.start();
  }

  /** What services share beside the database. */
  startBacking(program: Program): void {
    this.#start(program, this.#backing);
  }

  startService(program: Program): void {
    this.#start(program, this.#services);
  }

  get services(): readonly Watched[] {
    return this.#services;
  }

  get backing(): readonly Watched[] {
    return this.#backing;
  }

  get database(): Watched | null {
    return this.#database;
  }

  /** Services that were started later stop first; the database, when nobody needs it any more. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  killAll(): void {
    for (const watched of [...this.#services, ...this.#backing, this.#database]) watched?.kill();
  }

  async #stopAll(): Promise<void> {
    const [last, ...others] = this.#services.toReversed();
    await last?.stop();
    await Promise.all(others.map((watched) => watched.stop()));
    await Promise.all(this.#backing.map((watched) => watched.stop()));
    await this.#database?.stop();
    this.#leash.release();
  }

  #start(program: Program, among: Watched[]): void {
    const watched = this.#watch(program);
    among.push(watched);
    watched.start();
  }

  #watch(program: Program): Watched {
    if (this.#stopping !== null) throw new Stopping();
    return new Watched(program, this.#watcher);
  }

  #tighten(): void {
    const pids = [...this.#services, ...this.#backing].flatMap(({ mark }) => mark?.pid ?? []);
    this.#leash.hold(this.#database?.mark?.pid ?? null, pids);
  }
}
