import { Controller } from '@nestjs/common';
import { type AlertRaised, alertRaised } from '@waybill/contracts';
import { OnEvent, Transactions } from '@waybill/messaging';
import { startService } from './service-for-test.js';

/** A service that a certain event kills in the middle of its handler, as a native crash or the OOM killer would. */
@Controller()
class DeadlyConsumer {
  constructor(private readonly transactions: Transactions) {}

  @OnEvent(alertRaised)
  async raised({ rule, summary }: AlertRaised): Promise<void> {
    await this.transactions.run((tx) =>
      tx.query(`INSERT INTO effects (handler, subject, what) VALUES ('raised', $1, $2)`, [rule, summary]),
    );
    if (summary === 'deadly') process.kill(process.pid, 'SIGKILL');
  }
}

const [url = '', busUrl = ''] = process.argv.slice(2);
const service = await startService({ url, busUrl, service: 'deadly', handlers: [DeadlyConsumer] });
process.on('SIGTERM', () => void service.close());
