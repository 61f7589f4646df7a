import { parseArgs } from 'node:util';
import { FileCatalogue } from '../application/file-catalogue.js';
import { InspectFile } from '../application/inspect-file.js';
import { ScrubFiles } from '../application/scrub-files.js';
import { openElement, whenInterrupted } from './open-element.js';

const USAGE = `usage: scrub [--bytes-per-second N]

Reads every stored file again, at full speed unless told otherwise, while the service runs or not. Files that are not what was
stored go out of service and are published as file.damaged. Reads DATABASE_URL and the settings of the storage (STORAGE_ROOT,
or STORAGE=s3 and S3_*) as the service does. Ends with 0 where all is whole, with 1 where a file is damaged; Ctrl-C ends it early.`;
const PROGRESS_MS = 10_000;

const bytesPerSecond = readArguments();
const { logger, files, store, clock, close } = await openElement('storage-element-scrub');
try {
  const settings = { ageMs: 0, bytesPerSecond, roundMs: Infinity };
  const scrub = new ScrubFiles(
    files,
    new InspectFile(files, new FileCatalogue(files), store, clock),
    clock,
    settings,
  );
  whenInterrupted(() => scrub.stop());
  const seen = { files: 0, bytes: 0 };
  const progress = setInterval(() => logger.info(seen, 'scrubbing'), PROGRESS_MS);
  const result = await scrub
    .execute(settings, (file, isWhole) => {
      seen.files += 1;
      seen.bytes += file.size;
      if (!isWhole) logger.error({ fileId: file.id, fileName: file.fileName }, 'A stored file is damaged');
    })
    .finally(() => clearInterval(progress));
  logger.info({ ...result, bytes: seen.bytes }, 'scrubbed');
  process.exitCode = result.damaged > 0 ? 1 : 0;
} finally {
  await close();
}

function readArguments(): number {
  try {
    const { values } = parseArgs({
      options: { 'bytes-per-second': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    const rate = Number(values['bytes-per-second'] ?? Number.MAX_SAFE_INTEGER);
    if (!Number.isSafeInteger(rate) || rate <= 0)
      throw new TypeError('--bytes-per-second takes a whole number above 0');
    return rate;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    process.exit(2);
  }
}
