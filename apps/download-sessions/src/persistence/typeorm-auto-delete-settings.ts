import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { type AutoDeleteSetting, AutoDeleteSettings } from '../application/auto-delete-settings.js';

@Injectable()
export class TypeormAutoDeleteSettings extends AutoDeleteSettings {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async put({ userId, revision, enabled, days }: AutoDeleteSetting): Promise<void> {
    await this.transactions.manager.query(
      `INSERT INTO auto_delete_settings AS s (user_id, revision, enabled, days) VALUES ($1, $2, $3, $4)
       ON CONFLICT (user_id) DO UPDATE
         SET revision = excluded.revision, enabled = excluded.enabled, days = excluded.days
         WHERE s.revision < excluded.revision`,
      [userId, revision, enabled, days],
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
