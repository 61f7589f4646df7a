import { Injectable } from '@nestjs/common';
import { fileDamaged, fileRemoved, fileStored } from '@waybill/contracts';
import { Outbox, type Transaction, Transactions } from '@waybill/messaging';
import { type AddOutcome, Files } from '../application/files.js';
import { etagOf, type StoredFile } from '../domain/stored-file.js';
import { FILES_CHANNEL } from './news-channels.js';

const COLUMNS = `id, file_name AS "fileName", media_type AS "mediaType", size, sha256, location, stored_at AS "storedAt", checked_at AS "checkedAt"`;

@Injectable()
export class TypeormFiles extends Files {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  override async find(id: string): Promise<StoredFile | undefined> {
    const rows: StoredFile[] = await this.transactions.manager.query(
      `SELECT ${COLUMNS} FROM files WHERE id = $1 AND removed_at IS NULL AND damaged_at IS NULL`,
      [id],
    );
    return rows[0];
  }

  override add(file: StoredFile, keep: () => Promise<void>): Promise<AddOutcome> {
    return this.transactions.run(async (tx) => {
      const added = await this.#insert(tx, file);
      if (added === undefined) return this.#existing(tx, file);
      // The row is written and locked: whoever else wants this id waits for our end, and then sees it.
      await keep();
      // Keeping may take a while, and bytes that changed after their last look are looked at again.
      await tx.query('UPDATE files SET checked_at = clock_timestamp() WHERE id = $1', [file.id]);
      await this.outbox.append(tx, fileStored, storedEvent(added));
      return { kind: 'added', file: added };
    });
  }

  override remove(id: string, at: Date, takeAway: (file: StoredFile) => Promise<void>): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const [rows]: [StoredFile[], number] = await tx.query(
        `UPDATE files SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL RETURNING ${COLUMNS}`,
        [id, at],
      );
      const [removed] = rows;
      if (removed === undefined) return false;
      await takeAway(removed);
      await this.outbox.append(tx, fileRemoved, { fileId: id, removedAt: at.toISOString() });
      await tx.query('SELECT pg_notify($1, $2)', [FILES_CHANNEL, id]);
      return true;
    });
  }

  override async locations(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows: Pick<StoredFile, 'location'>[] = await this.transactions.manager.query(
      'SELECT location FROM files WHERE id = ANY($1) AND removed_at IS NULL',
      [ids],
    );
    return new Set(rows.map(({ location }) => location));
  }

  override clear(id: string, location: string, takeAway: () => Promise<void>): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      await this.#lock(tx, id);
      const isKnown = (await this.locations([id])).has(location);
      if (!isKnown) await takeAway();
      await tx.query(`DELETE FROM files WHERE id = $1 AND location = ''`, [id]);
      return !isKnown;
    });
  }

  override async due(before: Date, limit: number): Promise<readonly StoredFile[]> {
    return this.transactions.manager.query(
      `SELECT ${COLUMNS} FROM files
        WHERE removed_at IS NULL AND damaged_at IS NULL AND checked_at < $1 ORDER BY checked_at LIMIT $2`,
      [before, limit],
    );
  }

  override async markChecked(id: string, at: Date): Promise<void> {
    await this.transactions.manager.query(
      'UPDATE files SET checked_at = greatest(checked_at, $2) WHERE id = $1',
      [id, at],
    );
  }

  override markDamaged(file: StoredFile, foundSha256: string | null, at: Date): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const [rows]: [unknown[], number] = await tx.query(
        `UPDATE files SET damaged_at = $3, checked_at = $3
          WHERE id = $1 AND stored_at = $2 AND removed_at IS NULL AND damaged_at IS NULL RETURNING id`,
        [file.id, file.storedAt, at],
      );
      if (rows.length === 0) return false;
      const facts = {
        fileId: file.id,
        expectedSha256: file.sha256,
        foundSha256,
        detectedAt: at.toISOString(),
      };
      await this.outbox.append(tx, fileDamaged, facts);
      await tx.query('SELECT pg_notify($1, $2)', [FILES_CHANNEL, file.id]);
      return true;
    });
  }

  /** Keeps others from this id until the transaction ends, after theirs. Where there is no row, by one that leads nowhere and that nobody will see. */
  async #lock(tx: Transaction, id: string): Promise<void> {
    await tx.query(
      `INSERT INTO files (id, file_name, media_type, size, sha256, location, stored_at, checked_at)
       VALUES ($1, '', '', 0, repeat('0', 64), '', now(), now()) ON CONFLICT (id) DO NOTHING`,
      [id],
    );
    await tx.query('SELECT FROM files WHERE id = $1 FOR UPDATE', [id]);
  }

  /** A new row, or the old one of a removed or damaged file where the bytes are the same; nothing where the id is in use. */
  async #insert(tx: Transaction, file: StoredFile): Promise<StoredFile | undefined> {
    const rows: StoredFile[] = await tx.query(
      `INSERT INTO files AS known (id, file_name, media_type, size, sha256, location, stored_at, checked_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
       ON CONFLICT (id) DO UPDATE
          SET file_name = excluded.file_name, media_type = excluded.media_type, location = excluded.location,
              stored_at = excluded.stored_at, checked_at = excluded.checked_at, removed_at = NULL, damaged_at = NULL
        WHERE known.sha256 = excluded.sha256 AND (known.removed_at IS NOT NULL OR known.damaged_at IS NOT NULL)
       RETURNING ${COLUMNS}`,
      [file.id, file.fileName, file.mediaType, file.size, file.sha256, file.location, file.storedAt],
    );
    return rows[0];
  }

  async #existing(tx: Transaction, file: StoredFile): Promise<AddOutcome> {
    const rows: StoredFile[] = await tx.query(
      `SELECT ${COLUMNS} FROM files WHERE id = $1 AND sha256 = $2 AND removed_at IS NULL`,
      [file.id, file.sha256],
    );
    return rows[0] === undefined ? { kind: 'taken' } : { kind: 'known', file: rows[0] };
  }
}

function storedEvent(file: StoredFile) {
  return {
    fileId: file.id,
    fileName: file.fileName,
    mediaType: file.mediaType,
    size: file.size,
    etag: etagOf(file),
    sha256: file.sha256,
    storedAt: file.storedAt.toISOString(),
  };
}
