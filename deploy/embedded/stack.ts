import { build } from '../build/build.ts';
import { NotReady, untilAllReady } from './health.ts';
import { Logs } from './logs.ts';
import { prepareDatabase } from './postgres/embedded-database.ts';
import { ensureDatabases, untilAnswers, type DatabaseAddress } from './postgres/server.ts';
import { ensureSecrets, type Secrets } from './secrets.ts';
import { BUS_DATABASE, DATABASES, SERVICES, type Wiring } from './services.ts';
import { homePaths, type Settings } from './settings.ts';
import { removeStackFile, stopOrphanedServices, writeStackFile, type StackService } from './stack-file.ts';
import { Supervisor } from './supervisor/supervisor.ts';
import type { Ending } from './supervisor/watched.ts';
import type { Terminal } from './terminal.ts';
import { addressOf, metricsAddressOf, programOf, wire } from './wiring.ts';

const STARTS_WITHIN_MS = 120_000;
const HOPELESS_FAILURES = 5;

/** The embedded stack: PostgreSQL and the services of one home. */
export class Stack {
  readonly #settings: Settings;
  readonly #paths: ReturnType<typeof homePaths>;
  readonly #terminal: Terminal;
  readonly #logs: Logs;
  readonly #supervisor: Supervisor;
  readonly #hopeless = Promise.withResolvers<never>();
  #wiring: Wiring | null = null;

  constructor(settings: Settings, terminal: Terminal) {
    this.#settings = settings;
    this.#paths = homePaths(settings.home);
    this.#terminal = terminal;
    this.#logs = new Logs(this.#paths.logs);
    this.#hopeless.promise.catch(() => undefined);
    this.#supervisor = new Supervisor({
      output: (name, chunk) => this.#write(name, chunk),
      changed: () => this.#describe(),
      ended: (ending) => this.#ended(ending),
    });
  }

  async start(): Promise<void> {
    // 1. What an earlier starter left behind when it was killed.
    await stopOrphanedServices(this.#paths.stack);
    // 2. The code, and the secrets.
    const [files, secrets] = await Promise.all([build(), ensureSecrets(this.#paths.secrets)]);
    if (files > 0) this.#terminal.step(`built ${String(files)} files`);
    // 3. The database server; the services migrate their own databases.
    const database = await this.#startDatabase(secrets);
    this.#terminal.step('PostgreSQL answers');
    // 4. The services, all at once.
    const wiring = await wire(this.#settings, secrets, database);
    this.#wiring = wiring;
    for (const service of SERVICES) this.#supervisor.startService(programOf(service, wiring));
    // 5. Ready is when each of them says so; the gateway's word covers the way to the others.
    const addresses = new Map(SERVICES.map(({ name }) => [name, addressOf(wiring, name)]));
    const ready = (name: string) => this.#terminal.step(`${name} is ready`);
    await Promise.race([untilAllReady(addresses, STARTS_WITHIN_MS, ready), this.#hopeless.promise]);
  }

  async stop(): Promise<void> {
    await this.#supervisor.stop();
    this.#logs.close();
    removeStackFile(this.#paths.stack);
  }

  killAll(): void {
    this.#supervisor.killAll();
  }

  async #startDatabase(secrets: Secrets): Promise<DatabaseAddress> {
    const { program, address } = await prepareDatabase(this.#paths.postgres, secrets.databasePassword);
    this.#supervisor.startDatabase(program);
    await untilAnswers(address, STARTS_WITHIN_MS);
    await ensureDatabases(address, DATABASES);
    return address;
  }

  /** While it starts, a program that dies again and again will not come up by waiting. */
  #ended(ending: Ending): void {
    this.#terminal.ended(ending);
    if (ending.failures >= HOPELESS_FAILURES) this.#hopeless.reject(new NotReady(ending.name));
  }

  #write(name: string, chunk: Buffer): void {
    this.#logs.write(name, chunk);
    if (this.#settings.inlineLogs) this.#terminal.inline(name, chunk);
  }

  /** Process ids change whenever something was started again. */
  #describe(): void {
    const wiring = this.#wiring;
    if (wiring === null) return;
    writeStackFile(this.#paths.stack, {
      gateway: wiring.publicUrl,
      gatewayMetrics: metricsAddressOf(wiring),
      services: Object.fromEntries(SERVICES.map(({ name }) => [name, this.#describeService(wiring, name)])),
      busDatabaseUrl: wiring.databaseUrl(BUS_DATABASE),
      databasePid: this.#supervisor.database?.mark?.pid ?? null,
    });
  }

  #describeService(wiring: Wiring, name: string): StackService {
    const database = SERVICES.find((service) => service.name === name)?.database ?? null;
    const mark = this.#supervisor.services.find(({ program }) => program.name === name)?.mark;
    return {
      url: addressOf(wiring, name),
      pid: mark?.pid ?? null,
      born: mark?.born ?? null,
      databaseUrl: database === null ? null : wiring.databaseUrl(database),
    };
  }
}
