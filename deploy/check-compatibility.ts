import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findings, type EventSchema, type SchemaSet } from './generate/events/releases.ts';
import { ROOT } from './workspace.ts';

const CONTRACTS = join(ROOT, 'libs', 'contracts');

/** Events are a public product: within a version only additions (DESIGN.md, section 7). */
const released = await readSchemas(join(CONTRACTS, 'released'));
const found = findings(released, await readSchemas(join(CONTRACTS, 'schemas')));
for (const finding of found) console.error(finding);
if (released.size === 0) console.error('libs/contracts/released is empty: nothing to compare with');
if (found.length > 0 || released.size === 0) process.exitCode = 1;
else console.log(`${String(released.size)} released events: whoever reads them still can.`);

async function readSchemas(folder: string): Promise<SchemaSet> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  return new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, EventSchema]> => {
        return [name, JSON.parse(await readFile(join(folder, name), 'utf8')) as EventSchema];
      }),
    ),
  );
}
