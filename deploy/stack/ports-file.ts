import { readFileSync, writeFileSync } from 'node:fs';
import { claimPort, freePorts } from '../embedded/ports.ts';

/** Ports that people know by heart; taken where they are free. */
const USUAL: Readonly<Record<string, number>> = { kafka: 9092, redis: 6379, s3: 7070 };

/** A port for each name: the one of the last start where it is still free, so that what was written down stays right. */
export async function assignPorts(
  path: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const wanted = { ...USUAL, ...readPorts(path) };
  const ports = new Map<string, number>();
  for (const name of names) {
    const port = await portFor(wanted[name], new Set(ports.values()));
    ports.set(name, port);
  }
  writeFileSync(path, `${JSON.stringify(Object.fromEntries(ports), null, 2)}\n`);
  return ports;
}

async function portFor(wanted: number | undefined, taken: ReadonlySet<number>): Promise<number> {
  if (wanted !== undefined && !taken.has(wanted)) {
    const claimed = await claimPort(wanted, '127.0.0.1');
    if (claimed !== null) return claimed;
  }
  const [free = 0] = await freePorts(1);
  return taken.has(free) ? portFor(undefined, taken) : free;
}

function readPorts(path: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>;
  } catch {
    return {};
  }
}
