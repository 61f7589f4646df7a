import { type HandlerKind, lags, startService } from './service.ts';

/** The consuming service, a process of its own as in every stack. Says `ready`, and its lags when it is told to end. */
const [url = '', busUrl = '', handler = 'batch', brokers] = process.argv.slice(2);
const service = await startService(`bench-${handler}`, { url, busUrl, brokers }, handler as HandlerKind);
await service.ready();
process.on('message', (message) => {
  if (message === 'reset') lags.length = 0;
  if (message === 'end') void end();
});
process.on('disconnect', () => process.exit(1));
process.send?.('ready');

async function end(): Promise<void> {
  await service.close();
  process.send?.(lags, () => process.exit(0));
}
