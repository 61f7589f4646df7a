import { readFileSync } from 'node:fs';
import { eventually } from '@waybill/testing';

interface StackDescription {
  readonly services: Readonly<Record<string, { readonly url: string; readonly pid: number | null }>>;
}

function describeStack(): StackDescription {
  const { WAYBILL_STACK_FILE: path } = process.env;
  if (path === undefined) throw new Error('WAYBILL_STACK_FILE must be set: it says which process to kill');
  return JSON.parse(readFileSync(path, 'utf8')) as StackDescription;
}

function pidOf(service: string): number {
  const pid = describeStack().services[service]?.pid ?? null;
  if (pid === null) throw new Error(`${service} does not run`);
  return pid;
}

export interface Kill {
  /** Resolves when another process has taken its place, with how many milliseconds after the kill that was. */
  readonly replaced: Promise<number>;
  /** Resolves when that one is ready. */
  back(): Promise<void>;
}

/** kill -9, at this moment. */
export function kill(service: string): Kill {
  const killed = pidOf(service);
  const at = Date.now();
  process.kill(killed, 'SIGKILL');
  const replaced = untilReplaced(service, killed).then(() => Date.now() - at);
  // A test may fail before it comes to wait for it.
  replaced.catch(() => undefined);
  return { replaced, back: () => replaced.then(() => untilReady(service)) };
}

function untilReplaced(service: string, killed: number): Promise<void> {
  return eventually(() => {
    if (pidOf(service) === killed) throw new Error(`${service} is not back`);
  });
}

function untilReady(service: string): Promise<void> {
  return eventually(
    async () => {
      const answer = await fetch(`${describeStack().services[service]?.url ?? ''}/health/ready`);
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${service} is not ready`);
    },
    { timeoutMs: 30_000 },
  );
}
