import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenApiDocument } from './generate/openapi/document.ts';
import { chooseExamples, type RecordedAnswer } from './generate/openapi/recorded.ts';
import { ROOT } from './workspace.ts';

const [recording] = process.argv.slice(2);
if (recording === undefined) {
  console.error(
    'Usage: node deploy/examples.ts FILE\nFILE: what a run of the contract tests wrote to WAYBILL_RECORD_ANSWERS',
  );
  process.exit(1);
}

const lines = readFileSync(recording, 'utf8').split('\n').filter(Boolean);
const recorded = lines.map((line) => JSON.parse(line) as RecordedAnswer);
const all = JSON.parse(
  readFileSync(join(ROOT, 'docs/openapi/waybill-all.openapi.json'), 'utf8'),
) as OpenApiDocument;
const examples = chooseExamples(recorded, all);
writeFileSync(join(ROOT, 'docs/openapi/examples.json'), `${JSON.stringify(examples, null, 2)}\n`);
console.log(`${String(Object.keys(examples).length)} examples from ${String(recorded.length)} answers`);
