import { build } from '../build/build.ts';
import { untilAllReady } from '../embedded/health.ts';
import { Logs } from '../embedded/logs.ts';
import { prepareDatabase } from '../embedded/postgres/embedded-database.ts';
import {
  databaseUrl,
  ensureDatabases,
  untilAnswers,
  type DatabaseAddress,
} from '../embedded/postgres/server.ts';
import { DATABASES, GATEWAY, SERVICES, type Wiring } from '../embedded/services.ts';
import { removeStackFile, stopOrphanedServices } from '../embedded/stack-file.ts';
import { Supervisor } from '../embedded/supervisor/supervisor.ts';
import type { Terminal } from '../embedded/terminal.ts';
import { type Backing, prepareBacking } from './backing.ts';
import type { LinkOptions } from './balancer/link.ts';
import { prepareBalancer } from './components/balancer.ts';
import type { Component } from './components/component.ts';
import { describeStack } from './description.ts';
import { assignPorts } from './ports-file.ts';
import { allReplicas, programOf, type Replica, replicasOf } from './replicas.ts';
import { ensureStackSecrets, type StackSecrets } from './secrets.ts';
import { stackPaths, type StackSettings } from './settings.ts';
import { untilAnswers as untilComponentAnswers } from './until.ts';

const STARTS_WITHIN_MS = 180_000;

/** Everything that a full installation has, on one machine and without Docker. */
export class FullStack {
  readonly #settings: StackSettings;
  readonly #paths: ReturnType<typeof stackPaths>;
  readonly #terminal: Terminal;
  readonly #logs: Logs;
  readonly #supervisor: Supervisor;
  readonly #replicas: readonly Replica[];
  #ports: ReadonlyMap<string, number> = new Map();
  #components: readonly Component[] = [];
  #wiring: Wiring | null = null;

  constructor(settings: StackSettings, terminal: Terminal) {
    this.#settings = settings;
    this.#paths = stackPaths(settings.home);
    this.#terminal = terminal;
    this.#logs = new Logs(this.#paths.logs);
    this.#replicas = allReplicas(settings.replicas);
    this.#supervisor = new Supervisor({
      output: (name, chunk) => this.#write(name, chunk),
      changed: () => this.#describe(),
      ended: (ending) => terminal.ended(ending),
    });
  }

  async start(): Promise<void> {
    await stopOrphanedServices(this.#paths.stack);
    const secrets = await ensureStackSecrets(this.#paths.secrets);
    this.#ports = await assignPorts(this.#paths.ports, this.#portNames());
    const backing = await this.#prepare(secrets);
    const database = await this.#startShared(backing, secrets);
    const wiring = this.#wire(database, secrets);
    this.#wiring = wiring;
    await this.#startServices(wiring, backing);
  }

  async stop(): Promise<void> {
    await this.#supervisor.stop();
    this.#logs.close();
    removeStackFile(this.#paths.stack);
  }

  killAll(): void {
    this.#supervisor.killAll();
  }

  async #prepare(secrets: StackSecrets): Promise<Backing> {
    const say = (line: string) => this.#terminal.step(line);
    const { settings, paths, ports } = { settings: this.#settings, paths: this.#paths, ports: this.#ports };
    const [files, backing] = await Promise.all([
      build(),
      prepareBacking({ settings, paths, secrets, ports, say }),
    ]);
    if (files > 0) say(`built ${String(files)} files`);
    return backing;
  }

  /** Database, broker, cache and bucket side by side: none needs another. */
  async #startShared(backing: Backing, secrets: StackSecrets): Promise<DatabaseAddress> {
    const [database] = await Promise.all([
      this.#startDatabase(secrets),
      ...backing.components.map((component) => this.#startComponent(component)),
    ]);
    await backing.ready();
    return database;
  }

  async #startDatabase(secrets: StackSecrets): Promise<DatabaseAddress> {
    const { program, address } = await prepareDatabase(this.#paths.postgres, secrets.databasePassword);
    this.#supervisor.startDatabase(program);
    await untilAnswers(address, STARTS_WITHIN_MS);
    await ensureDatabases(address, DATABASES);
    this.#terminal.step('PostgreSQL answers');
    return address;
  }

  async #startComponent(component: Component): Promise<void> {
    this.#components = [...this.#components, component];
    this.#supervisor.startBacking(component.program);
    await untilComponentAnswers(component, STARTS_WITHIN_MS);
    this.#terminal.step(`${component.program.name} answers`);
  }

  /** Services find each other through the balancer. */
  #wire(database: DatabaseAddress, secrets: StackSecrets): Wiring {
    const publicUrl = `http://127.0.0.1:${String(this.#settings.port)}`;
    return {
      host: this.#settings.host,
      publicUrl,
      filesPublicUrl: this.#settings.filesPublicUrl ?? publicUrl,
      storageRoot: this.#settings.storageRoot ?? this.#paths.storage,
      archiveRoot: this.#paths.archive,
      secrets,
      port: (service) => (service === GATEWAY ? this.#settings.port : this.#port(linkName(service))),
      databaseUrl: (name) => databaseUrl(database, name),
      outer: process.env,
    };
  }

  async #startServices(wiring: Wiring, { environment }: Backing): Promise<void> {
    await this.#startComponent(prepareBalancer(this.#links(wiring), this.#port('balancer')));
    for (const replica of this.#replicas) {
      const metricsPort = this.#ports.get(metricsName(replica));
      const port = this.#port(replica.name);
      this.#supervisor.startService(programOf(replica, { wiring, port, metricsPort, shared: environment }));
    }
    const addresses = new Map(this.#replicas.map(({ name }) => [name, addressOf(this.#port(name))]));
    await untilAllReady(addresses, STARTS_WITHIN_MS, (name) => this.#terminal.step(`${name} is ready`));
    await untilAllReady(new Map([['balancer', wiring.publicUrl]]), STARTS_WITHIN_MS, () => undefined);
  }

  #links(wiring: Wiring): Readonly<Record<string, LinkOptions>> {
    const links = SERVICES.map((service): [string, LinkOptions] => {
      const targets = replicasOf(service, this.#settings.replicas).map(({ name }) => this.#port(name));
      const host = service.name === GATEWAY ? this.#settings.host : '127.0.0.1';
      return [service.name, { host, port: wiring.port(service.name), targets }];
    });
    return Object.fromEntries(links);
  }

  #portNames(): readonly string[] {
    const links = SERVICES.filter(({ name }) => name !== GATEWAY).map(({ name }) => linkName(name));
    const gateways = this.#replicas.filter(({ service }) => service.name === GATEWAY);
    const services = this.#replicas.map(({ name }) => name);
    return [
      'redis',
      's3',
      'kafka',
      'kafka-controller',
      'balancer',
      ...links,
      ...services,
      ...gateways.map(metricsName),
    ];
  }

  #port(name: string): number {
    return this.#ports.get(name) ?? 0;
  }

  #write(name: string, chunk: Buffer): void {
    this.#logs.write(name, chunk);
    if (this.#settings.inlineLogs) this.#terminal.inline(name, chunk);
  }

  #describe(): void {
    describeStack(this.#paths.stack, {
      wiring: this.#wiring,
      replicas: this.#replicas,
      components: this.#components,
      supervisor: this.#supervisor,
      port: (name) => this.#port(name),
    });
  }
}

const linkName = (service: string) => `link:${service}`;
const metricsName = ({ name }: Replica) => `metrics:${name}`;
const addressOf = (port: number) => `http://127.0.0.1:${String(port)}`;
