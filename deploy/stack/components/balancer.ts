import { join } from 'node:path';
import type { LinkOptions } from '../balancer/link.ts';
import type { Component } from './component.ts';
import { spawnDetached } from './spawn-detached.ts';
import { isReady } from '../../embedded/health.ts';

const ENTRY = join(import.meta.dirname, '..', 'balancer', 'main.ts');

export function prepareBalancer(
  links: Readonly<Record<string, LinkOptions>>,
  controlPort: number,
): Component {
  const env = { ...process.env, BALANCER: JSON.stringify({ links, controlPort }) };
  const address = `http://127.0.0.1:${String(controlPort)}`;
  return {
    program: {
      name: 'balancer',
      spawn: () => spawnDetached(process.execPath, [ENTRY], { env }),
      stopSignal: 'SIGTERM',
      stopWithinMs: 4_000,
    },
    address,
    check: async () => {
      if (!(await isReady(address))) throw new Error('The balancer does not answer');
    },
  };
}
