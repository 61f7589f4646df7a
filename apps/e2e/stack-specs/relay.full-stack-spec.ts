import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { publish, somebody } from '../contract/world.js';
import { create } from '../journey/account.js';
import { query } from '../stack/databases.js';
import { kill } from '../stack/services.js';
import { print } from './print.js';

const TAKES_OVER_WITHIN_MS = 5_000;
const REPLICAS = ['download-sessions', 'download-sessions-2'];
const PATIENCE_MS = 90_000;
const LOOKS_EVERY_MS = 50;

/** Who holds the relay's lock: the connections of the database that do. */
async function holders(): Promise<readonly number[]> {
  const rows = await query<{ pid: number }>(
    'download-sessions',
    `SELECT pid FROM pg_locks
      WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = 8246002 AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows.map(({ pid }) => pid);
}

async function theOne(): Promise<number> {
  const [pid, ...others] = await holders();
  expect({ found: pid !== undefined, others }).toEqual({ found: true, others: [] });
  return pid ?? 0;
}

describe('the relay of a service with two replicas', () => {
  it(
    'is one; when its process is killed the other replica takes over within 5 s, and events go on',
    async () => {
      const asset = await publish({ size: 1000 });
      const takeovers: number[] = [];
      // Nobody says which replica has it: of the two that are killed in turn, at least one had.
      for (const replica of REPLICAS) {
        const before = await eventually(theOne);
        const died = Date.now();
        const killed = kill(replica);
        const isOther = async () => (await theOne()) !== before;
        // The one that was killed may not have had it: then nobody takes over, and it is back.
        const isBack = killed.back().then(() => true);
        while (!(await isOther().catch(() => false))) {
          if (await Promise.race([isBack, delay(LOOKS_EVERY_MS, false)])) break;
        }
        if (await eventually(isOther)) takeovers.push(Date.now() - died);
        await isBack;
        const { id } = await create(somebody(), asset.id);
        const told = `SELECT event_id FROM history.events WHERE subject = $1 AND type = 'waybill.download.created'`;
        await eventually(async () => expect(await query('analytics', told, [id])).toHaveLength(1));
      }
      print(`relay: taken over after ${takeovers.join(', ')} ms`);
      expect(takeovers.length).toBeGreaterThan(0);
      for (const elapsed of takeovers) expect(elapsed).toBeLessThan(TAKES_OVER_WITHIN_MS);
    },
    3 * PATIENCE_MS,
  );
});
