import type { Wiring } from '../embedded/services.ts';
import { type StackService, writeStackFile } from '../embedded/stack-file.ts';
import type { Supervisor } from '../embedded/supervisor/supervisor.ts';
import type { Watched } from '../embedded/supervisor/watched.ts';
import type { Component } from './components/component.ts';
import type { Replica } from './replicas.ts';

export interface Described {
  readonly wiring: Wiring | null;
  readonly replicas: readonly Replica[];
  readonly components: readonly Component[];
  readonly supervisor: Supervisor;
  readonly port: (replica: string) => number;
}

/** Writes `run/stack.json` as it is now; nothing before the services are being started. */
export function describeStack(path: string, described: Described): void {
  const { wiring, replicas, components, supervisor } = described;
  if (wiring === null) return;
  const kafka = components.find(({ program }) => program.name === 'kafka');
  writeStackFile(path, {
    gateway: wiring.publicUrl,
    services: Object.fromEntries(replicas.map((replica) => describeReplica(described, wiring, replica))),
    busDatabaseUrl: null,
    kafkaBrokers: kafka?.address ?? null,
    databasePid: supervisor.database?.mark?.pid ?? null,
    backing: Object.fromEntries(
      components.map((component) => [component.program.name, describeComponent(supervisor, component)]),
    ),
  });
}

function describeReplica(
  { supervisor, port }: Described,
  wiring: Wiring,
  { name, service }: Replica,
): [string, StackService] {
  const { database } = service;
  return [
    name,
    {
      ...processOf(supervisor.services, name),
      url: `http://127.0.0.1:${String(port(name))}`,
      databaseUrl: database === null ? null : wiring.databaseUrl(database),
    },
  ];
}

const describeComponent = ({ backing }: Supervisor, { program, address }: Component): StackService => ({
  ...processOf(backing, program.name),
  url: address,
  databaseUrl: null,
});

function processOf(among: readonly Watched[], name: string): Pick<StackService, 'pid' | 'born'> {
  const mark = among.find(({ program }) => program.name === name)?.mark;
  return { pid: mark?.pid ?? null, born: mark?.born ?? null };
}
