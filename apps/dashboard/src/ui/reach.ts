import { useSyncExternalStore } from 'react';

/** Whether the gateway answered when it was last asked: a browser that is online may still not reach it. */
let isReached = true;
const listeners = new Set<() => void>();

export function noteReach(reached: boolean): void {
  if (reached === isReached) return;
  isReached = reached;
  listeners.forEach((onChange) => onChange());
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

export function useReach(): boolean {
  return useSyncExternalStore(subscribe, () => isReached);
}
