import { createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { DERIVED, LONG_TAIL, LONG_TAIL_FILES } from './derived.ts';

const DAYS = 90;
const DAY_MS = 86_400_000;
const EVENTS_PER_DOWNLOAD = 4;
const DOWNLOADS_PER_PERSON = 40;
const FILES = 10_000;
const TYPES = ['video', 'document', 'archive', 'audio', 'other'];
const RESOURCES = ['course', 'video', 'software', 'ebook'];
const CATEGORIES = ['history', 'maths', 'art', ''];
const COUNTRIES = ['NO', 'FR', 'CN', 'US', 'unknown'];
const EVENTS = ['created', 'started', 'paused', 'completed'];
const LINES_PER_CHUNK = 1_000;
/** Says that everything is there, and of which day. */
const LOADED = 'public.bench_loaded';

/** Fills history and states by COPY, and the rollups by what they are sums of; what is there of today is used again. */
export async function loadHistory(url: string, rows: number): Promise<void> {
  if (await isLoaded(url)) return;
  const folder = await mkdtemp(join(tmpdir(), 'waybill-bench-'));
  await chmod(folder, 0o755);
  const source = new pg.Client({ connectionString: url });
  await source.connect();
  try {
    const downloads = Math.ceil(rows / EVENTS_PER_DOWNLOAD);
    await partition(source);
    await copy(source, folder, 'history.events', chunksOf(downloads, eventsOf));
    await copy(source, folder, 'figures.download_state', chunksOf(downloads, stateOf));
    for (const statement of [...DERIVED, LONG_TAIL, LONG_TAIL_FILES]) await source.query(statement);
    await source.query('VACUUM ANALYZE');
    await source.query(`CREATE TABLE ${LOADED} AS SELECT '${today}'::date AS day`);
  } finally {
    await source.end();
    await rm(folder, { recursive: true });
  }
}

/** The windows of the reads end today: what was loaded on another day is none of theirs. */
async function isLoaded(url: string): Promise<boolean> {
  const source = new pg.Client({ connectionString: url });
  await source.connect();
  try {
    const { rows } = await source.query<{ table: string | null }>(`SELECT to_regclass('${LOADED}') AS table`);
    if (rows[0]?.table === null) return false;
    const { rows: days } = await source.query<{ day: string }>(`SELECT day::text AS day FROM ${LOADED}`);
    if (days[0]?.day !== today)
      throw new Error(`The kept data is of ${String(days[0]?.day)}: remove its folder`);
    return true;
  } finally {
    await source.end();
  }
}

const firstMidnight = Math.floor(Date.now() / DAY_MS) * DAY_MS - (DAYS - 1) * DAY_MS;
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
const today = dayOf(Date.now());

async function partition(source: pg.Client): Promise<void> {
  for (let day = 0; day < DAYS; day += 1) {
    const [from, to] = [dayOf(firstMidnight + day * DAY_MS), dayOf(firstMidnight + (day + 1) * DAY_MS)];
    await source.query(
      `CREATE TABLE IF NOT EXISTS history.events_${from.replaceAll('-', '')}
       PARTITION OF history.events FOR VALUES FROM ('${from}') TO ('${to}')`,
    );
  }
}

async function copy(
  source: pg.Client,
  folder: string,
  table: string,
  lines: Iterable<string>,
): Promise<void> {
  const file = join(folder, table);
  await pipeline(Readable.from(lines), createWriteStream(file));
  await chmod(file, 0o644);
  await source.query(`COPY ${table} FROM '${file}'`);
  await rm(file);
}

function* chunksOf(
  downloads: number,
  linesOf: (number: number, downloads: number) => string,
): Generator<string> {
  for (let first = 0; first < downloads; first += LINES_PER_CHUNK) {
    const count = Math.min(LINES_PER_CHUNK, downloads - first);
    yield Array.from({ length: count }, (_, index) => linesOf(first + index, downloads)).join('');
  }
}

/**
 * The same number gives the same download; a few files are far more popular than the others, and one person has a
 * hundredth of all downloads.
 */
function downloadOf(number: number, downloads: number) {
  const people = Math.max(1, Math.floor(downloads / DOWNLOADS_PER_PERSON));
  const random = fractionOf(number);
  const begun = firstMidnight + Math.floor((number / downloads) * (DAYS - 0.1) * DAY_MS);
  return {
    id: `dl_${number.toString(16).padStart(32, '0')}`,
    person:
      number % 100 === 7 ? 'busiest' : `person-${String(Math.floor(fractionOf(number + 0.5) * people))}`,
    file: `file-${String(Math.floor(random ** 3 * FILES))}`,
    status: number % 20 === 0 ? 'failed' : number % 15 === 0 ? 'cancelled' : 'completed',
    begun,
    ended: begun + 60_000,
    of: (list: readonly string[]) => list[Math.floor(random * 1000) % list.length] ?? '',
  };
}

function fractionOf(number: number): number {
  const value = Math.sin(number * 12.9898) * 43758.5453;
  return value - Math.floor(value);
}

function eventsOf(number: number, downloads: number): string {
  const { id, person, begun } = downloadOf(number, downloads);
  return EVENTS.map((name, index) => {
    const time = begun + index * 1000;
    const position = number * EVENTS.length + index + 1;
    const data = JSON.stringify({ downloadId: id, userId: person, revision: index + 1 });
    return `${[position, dayOf(time), `${id}-${String(index)}`, `waybill.download.${name}`, '/waybill/bench', id, new Date(time).toISOString(), person, 'NO', 'f', data].join('\t')}\n`;
  }).join('');
}

function stateOf(number: number, downloads: number): string {
  const { id, person, file, status, begun, ended, of } = downloadOf(number, downloads);
  const times = [begun, ended, ended].map((time) => new Date(time).toISOString());
  const fields = [
    ...[
      id,
      4,
      person,
      file,
      `${file}.bin`,
      of(TYPES),
      of(RESOURCES),
      of(CATEGORIES),
      5_000_000,
      'observed',
      status,
    ],
    ...[5_000_000, 5_000_000, 20_000, '\\N', 0, ...times, of(COUNTRIES), 'f'],
  ];
  return `${fields.join('\t')}\n`;
}
