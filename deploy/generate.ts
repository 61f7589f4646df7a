import { describeDrift, hasDrift } from './generate/drift.ts';
import { eventSchemas } from './generate/event-schemas.ts';
import { asyncApiDocument } from './generate/events/asyncapi-document.ts';
import { bringUpToDate, driftOf } from './generate/folder.ts';
import type { Generator } from './generate/generator.ts';
import { httpClauses } from './generate/http-clauses.ts';
import { openApi } from './generate/openapi/openapi.ts';
import { typedClient } from './generate/typed-client.ts';

/** What is generated is checked in; `--check` fails where it differs from what the code makes. */
const GENERATORS: readonly Generator[] = [eventSchemas, asyncApiDocument, openApi, httpClauses, typedClient];

const checking = process.argv.includes('--check');
for (const generator of GENERATORS) {
  const drift = await (checking ? driftOf(generator) : bringUpToDate(generator));
  if (!hasDrift(drift)) continue;
  console.log(`${generator.name}, ${generator.folder}:\n${describeDrift(drift)}`);
  if (checking) process.exitCode = 1;
}
if (process.exitCode === 1) console.error('Generated files differ from the code: npm run generate');
