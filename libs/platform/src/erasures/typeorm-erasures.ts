import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { type Deed, Erasures } from './erasures.js';

/** Keeps a digest of the id, not the id, in the table `erasures` of the service. */
@Injectable()
export class TypeormErasures extends Erasures {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async record(userId: string, erasedAt: Date): Promise<void> {
    await this.transactions.manager.query(
      `INSERT INTO erasures (person_digest, erased_at) VALUES ($1, $2)
       ON CONFLICT (person_digest) DO UPDATE SET erased_at = GREATEST(erasures.erased_at, excluded.erased_at)`,
      [digest(userId), erasedAt],
    );
  }

  override async cover(userId: string, time: Date): Promise<boolean> {
    const found: unknown[] = await this.transactions.manager.query(
      'SELECT 1 FROM erasures WHERE person_digest = $1 AND erased_at >= $2',
      [digest(userId), time],
    );
    return found.length > 0;
  }

  override async coverEach(deeds: readonly Deed[]): Promise<readonly boolean[]> {
    const people = [...new Set(deeds.map(({ userId }) => userId))];
    const rows = await this.transactions.manager.query<{ digest: string; erasedAt: Date }[]>(
      `SELECT encode(person_digest, 'hex') AS digest, erased_at AS "erasedAt"
         FROM erasures WHERE person_digest = ANY ($1)`,
      [people.map(digest)],
    );
    const erasedAt = new Map(rows.map((row) => [row.digest, row.erasedAt]));
    return deeds.map(({ userId, time }) => {
      const erased = erasedAt.get(digest(userId).toString('hex'));
      return erased !== undefined && erased >= time;
    });
  }

  override async forgetBefore(time: Date): Promise<number> {
    const forgotten: unknown[] = await this.transactions.manager.query(
      `WITH forgotten AS (DELETE FROM erasures WHERE erased_at < $1 RETURNING 1) SELECT * FROM forgotten`,
      [time],
    );
    return forgotten.length;
  }
}

function digest(userId: string): Buffer {
  return createHash('sha256').update(userId).digest();
}
