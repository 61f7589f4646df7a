import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { type AutoDeleteSetting, AutoDeleteSettings } from '../application/auto-delete-settings.js';

@Injectable()
export class TypeormAutoDeleteSettings extends AutoDeleteSettings {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  /** People in one order: two replicas never wait for each other. */
  override async put(settings: readonly AutoDeleteSetting[]): Promise<void> {
    await this.transactions.manager.query(
      `INSERT INTO auto_delete_settings AS s (user_id, revision, enabled, days)
       SELECT DISTINCT ON (user_id) user_id, revision, enabled, days
         FROM unnest($1::text[], $2::int[], $3::boolean[], $4::int[]) AS news (user_id, revision, enabled, days)
        ORDER BY user_id, revision DESC
       ON CONFLICT (user_id) DO UPDATE
         SET revision = excluded.revision, enabled = excluded.enabled, days = excluded.days
         WHERE s.revision < excluded.revision`,
      [
        settings.map(({ userId }) => userId),
        settings.map(({ revision }) => revision),
        settings.map(({ enabled }) => enabled),
        settings.map(({ days }) => days),
      ],
    );
  }

  override async find(userId: string): Promise<AutoDeleteSetting | null> {
    const [setting] = await this.transactions.manager.query<AutoDeleteSetting[]>(
      `SELECT user_id AS "userId", revision, enabled, days FROM auto_delete_settings WHERE user_id = $1`,
      [userId],
    );
    return setting ?? null;
  }
}
