import { parseArgs } from 'node:util';
import { DomainError } from '@waybill/kernel';
import {
  FindOrphans,
  ORPHAN_AGE_MS,
  type OrphanCount,
  type OrphanTerms,
} from '../application/find-orphans.js';
import { openElement, whenInterrupted } from './open-element.js';

const USAGE = `usage: orphans [--older-than SECONDS] [--remove [--force]]

Names everything in the storage that no row of the database leads to: bytes of an element that died before it could commit,
or of uploads that nobody remembers. Only what is older than a day, unless told otherwise. Only names of ours are looked at.
  --older-than SECONDS  how old; with --remove an hour at least, so that nothing is on its way
  --remove              takes them away, each after another look, while no upload of its id can come in between
  --force               even where that is more than half of what is there
Reads DATABASE_URL and the settings of the storage (STORAGE_ROOT, or STORAGE=s3 and S3_*) as the service does, and may run
beside it. Ends with 0 where there are none or they were removed, with 1 where some are left; Ctrl-C ends it early.`;
const PROGRESS_MS = 10_000;
const MIN_REMOVAL_AGE_SECONDS = 3600;

const terms = readArguments();
const { logger, files, uploads, store, clock, close } = await openElement('storage-element-orphans');
const seen = { so: {} };
const progress = setInterval(() => logger.info(seen.so, 'looking for orphans'), PROGRESS_MS);
try {
  const orphans = new FindOrphans(files, uploads, store, clock);
  whenInterrupted(() => orphans.stop());
  const count = await orphans.execute(terms, {
    found: ({ kind, id, location, size, changedAt }, isRemoved) =>
      logger.warn({ kind, id, location, size, changedAt, isRemoved }, 'Nobody knows these bytes'),
    passed: (sofar) => (seen.so = { ...sofar }),
  });
  tell(count);
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  logger.error({ code: error.code, ...error.details }, error.message);
  process.exitCode = 1;
} finally {
  clearInterval(progress);
  await close();
}

function tell(count: OrphanCount): void {
  logger.info(count, 'looked for orphans');
  process.exitCode = count.orphans > count.removed ? 1 : 0;
}

function readArguments(): OrphanTerms {
  try {
    const { values } = parseArgs({
      options: {
        'older-than': { type: 'string', default: String(ORPHAN_AGE_MS / 1000) },
        remove: { type: 'boolean', default: false },
        force: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    const { 'older-than': age, remove, force } = values;
    const seconds = Number(age === '' ? Number.NaN : age);
    if (!Number.isSafeInteger(seconds) || seconds < 0)
      throw new TypeError('--older-than takes a whole number of seconds');
    if (remove && seconds < MIN_REMOVAL_AGE_SECONDS)
      throw new TypeError(`--remove takes nothing younger than ${String(MIN_REMOVAL_AGE_SECONDS)} s`);
    if (force && !remove) throw new TypeError('--force is for --remove');
    return { minAgeMs: seconds * 1000, remove, force };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    process.exit(2);
  }
}
