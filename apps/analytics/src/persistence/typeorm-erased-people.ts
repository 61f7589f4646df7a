import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { type ArchivedErasure, ErasedPeople, type Erasure } from '../application/erased-people.js';
import { digestOf } from '../application/person-digest.js';

interface ErasureRow {
  readonly person_digest: string;
  readonly pseudonym: string;
  readonly erased_at: Date;
}

@Injectable()
export class TypeormErasedPeople extends ErasedPeople {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async add(userId: string, { pseudonym, erasedAt }: Erasure): Promise<void> {
    await this.#query(
      `INSERT INTO history.erased_people (person_digest, pseudonym, erased_at) VALUES ($1, $2, $3)`,
      [digestOf(userId), pseudonym, erasedAt],
    );
  }

  override async of(userIds: readonly string[]): Promise<ReadonlyMap<string, readonly Erasure[]>> {
    const people = new Map(userIds.map((userId) => [digestOf(userId), userId]));
    const rows = await this.#query<ErasureRow>(
      `SELECT * FROM history.erased_people WHERE person_digest = ANY($1::text[]) ORDER BY erased_at`,
      [[...people.keys()]],
    );
    const byDigest = Map.groupBy(rows, ({ person_digest: digest }) => digest);
    return new Map([...byDigest].map(([digest, found]) => [people.get(digest) ?? '', found.map(toErasure)]));
  }

  override async toForgetInArchive(): Promise<ArchivedErasure[]> {
    const rows = await this.#query<ErasureRow>(
      `SELECT * FROM history.erased_people WHERE archive_cleaned_at IS NULL ORDER BY erased_at`,
      [],
    );
    return rows.map((row) => ({ ...toErasure(row), digest: row.person_digest }));
  }

  override async forgottenInArchive(erasures: readonly ArchivedErasure[], now: Date): Promise<void> {
    await this.#query(
      `UPDATE history.erased_people SET archive_cleaned_at = $2 WHERE pseudonym = ANY($1::text[])`,
      [erasures.map(({ pseudonym }) => pseudonym), now],
    );
  }

  override async removeBefore(time: Date): Promise<number> {
    const rows = await this.#query(
      `WITH removed AS (
         DELETE FROM history.erased_people
         WHERE erased_at < $1 AND archive_cleaned_at IS NOT NULL RETURNING pseudonym
       ) SELECT * FROM removed`,
      [time],
    );
    return rows.length;
  }

  #query<T>(statement: string, parameters: unknown[]): Promise<T[]> {
    return this.transactions.manager.query<T[]>(statement, parameters);
  }
}

function toErasure(row: ErasureRow): Erasure {
  return { pseudonym: row.pseudonym, erasedAt: row.erased_at };
}
