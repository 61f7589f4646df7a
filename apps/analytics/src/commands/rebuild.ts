import { parseArgs } from 'node:util';
import { createLogger, openDatabase, readEnvironment } from '@waybill/platform';
import { messagingMigrations, Transactions } from '@waybill/messaging';
import { SystemClock } from '@waybill/kernel';
import { RebuildFigures } from '../application/rebuild-figures.js';
import { rebuildEnvironment } from '../config.js';
import { isDay } from '../domain/utc.js';
import { analyticsMigrations } from '../persistence/migrations/index.js';
import { PartitionedHistoryDays } from '../persistence/partitioned-history-days.js';
import { TypeormFigures } from '../persistence/typeorm-figures.js';
import { TypeormHistory } from '../persistence/typeorm-history.js';
import { TypeormShadowFigures } from '../persistence/typeorm-shadow-figures.js';

const USAGE = 'usage: analytics rebuild --from YYYY-MM-DD';

/** `rebuild --from DATE`: recomputes the figures from the stored history of that day on, while the service runs. */
const { values } = parseArgs({ options: { from: { type: 'string' } } });
if (values.from === undefined || !isDay(values.from)) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}

const logger = createLogger({ service: 'analytics', level: 'info' });
const source = await openDatabase({
  url: readEnvironment(rebuildEnvironment).DATABASE_URL,
  entities: [],
  migrations: [...messagingMigrations, ...analyticsMigrations],
});
try {
  const transactions = new Transactions(source);
  const history = new TypeormHistory(
    transactions,
    new PartitionedHistoryDays(transactions),
    new SystemClock(),
  );
  const figures = new TypeormFigures(transactions);
  const rebuild = new RebuildFigures(transactions, history, figures, new TypeormShadowFigures(transactions));
  const rebuilt = await rebuild.execute(values.from);
  logger.info(rebuilt, 'The figures are rebuilt');
} finally {
  await source.destroy();
}
