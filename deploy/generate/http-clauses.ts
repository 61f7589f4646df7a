import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../workspace.ts';
import type { Generator } from './generator.ts';

/** Where tests of HTTP are; a name without an RFC of its own is of RFC 9110 there. */
const FOLDERS = [
  'libs/http-range/src',
  'libs/platform/test',
  'apps/storage-element/src/http',
  'apps/storage-element/test',
];

/** A test or a row of its table, named for the clause that it holds the code to. */
export interface Promised {
  readonly rfc: number;
  readonly clause: string;
  readonly says: string;
  readonly file: string;
}

/** docs/http/clauses.md: which clause of which RFC has which test, read from the tests' own names. */
export const httpClauses: Generator = {
  name: 'HTTP clauses',
  folder: 'docs/http',
  ending: '.md',
  generate: async () =>
    new Map([['clauses.md', document((await Promise.all(FOLDERS.map(readFolder))).flat())]]),
};

async function readFolder(folder: string): Promise<readonly Promised[]> {
  const names = (await readdir(join(ROOT, folder)))
    .filter((name) => /(?:\.|int-)spec\.ts$/.test(name))
    .sort();
  const files = names.map(async (name) => {
    const file = `${folder}/${name}`;
    return findPromises(file, await readFile(join(ROOT, file), 'utf8'));
  });
  return (await Promise.all(files)).flat();
}

const LABEL = /^(?:RFC (\d+), )?(\d+(?:\.\d+)+|\d+)(?:, \d+(?:\.\d+)*)*: (.+)$/;

/** Every string of a test file that begins with a clause. */
export function findPromises(file: string, text: string): readonly Promised[] {
  const strings = [...text.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g)].map(
    ([, single, double]) => single ?? double ?? '',
  );
  return strings.flatMap((label) => {
    const [, rfc, clause, says] = LABEL.exec(label.replaceAll(/\\(['"\\])/g, '$1')) ?? [];
    if (clause === undefined || says === undefined) return [];
    if (rfc === undefined && !(file.startsWith('libs/http-range/') && clause.includes('.'))) return [];
    return [{ rfc: Number(rfc ?? 9110), clause, says, file }];
  });
}

function document(promised: readonly Promised[]): string {
  const rfcs = [...new Set(promised.map(({ rfc }) => rfc))].sort((one, other) => one - other);
  return [
    '# Which clause has which test',
    '',
    'Made from the names of the tests by `npm run generate`. A test stands here once for each file it is in.',
    ...rfcs.flatMap((rfc) => [
      '',
      `## RFC ${String(rfc)}`,
      ...section(promised.filter((one) => one.rfc === rfc)),
    ]),
    '',
  ].join('\n');
}

function section(promised: readonly Promised[]): string[] {
  const byClause = Map.groupBy(promised, ({ clause }) => clause);
  const clauses = [...byClause.keys()].sort((one, other) =>
    one.localeCompare(other, 'en', { numeric: true }),
  );
  return clauses.flatMap((clause) => {
    const byFile = Map.groupBy(byClause.get(clause) ?? [], ({ file }) => file);
    return ['', `### ${clause}`, '', ...[...byFile].map(([file, rows]) => line(file, rows))];
  });
}

const line = (file: string, rows: readonly Promised[]) =>
  `- \`${file}\`: ${[...new Set(rows.map(({ says }) => says))].map(escape).join('; ')}`;

const escape = (text: string) => text.replaceAll(/[\\`*_<>|]/g, String.raw`\$&`);
