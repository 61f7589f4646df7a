import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * One full collection, for a process that has just booted. Booting leaves much garbage behind, and V8 lets a heap whose first
 * full collection is still to come grow far beyond what the service needs: that one is made now, before there is traffic.
 */
export function forgetBoot(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  collect();
}
