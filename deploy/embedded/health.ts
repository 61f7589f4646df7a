import { setTimeout as delay } from 'node:timers/promises';

export class NotReady extends Error {}

/** Resolves when every address answers its `/health/ready` with 200; tells of each as it does. */
export async function untilAllReady(
  addresses: ReadonlyMap<string, string>,
  milliseconds: number,
  ready: (name: string) => void,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  const waiting = new Set(addresses.keys());
  const watch = async ([name, url]: [string, string]) => {
    while (!(await isReady(url))) {
      if (Date.now() > deadline) throw new NotReady([...waiting].join(', '));
      await delay(50);
    }
    waiting.delete(name);
    ready(name);
  };
  await Promise.all([...addresses].map(watch));
}

export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
