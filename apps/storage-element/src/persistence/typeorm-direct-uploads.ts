import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { DirectUploads } from '../application/direct-uploads.js';
import type { DirectUpload, UploadRefusal } from '../domain/direct-upload.js';

const COLUMNS = `id, file_id AS "fileId", file_name AS "fileName", media_type AS "mediaType", size, sha256,
  part_size AS "partSize", multipart_id AS "multipartId", state, refusal, expires_at AS "expiresAt"`;

const LEASE = `now() + make_interval(secs => $2::float8 / 1000)`;

@Injectable()
export class TypeormDirectUploads extends DirectUploads {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async add(upload: DirectUpload): Promise<void> {
    const { id, fileId, fileName, mediaType, size, sha256, partSize, multipartId, state, expiresAt } = upload;
    await this.#query(
      `INSERT INTO direct_uploads
         (id, file_id, file_name, media_type, size, sha256, part_size, multipart_id, state, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [id, fileId, fileName, mediaType, size, sha256, partSize, multipartId, state, expiresAt],
    );
  }

  override async find(fileId: string, id: string): Promise<DirectUpload | undefined> {
    const sql = `SELECT ${COLUMNS} FROM direct_uploads WHERE id = $1 AND file_id = $2 AND state <> 'dropped'`;
    return (await this.#query<DirectUpload>(sql, [id, fileId]))[0];
  }

  override async claim(id: string, leaseMs: number): Promise<DirectUpload | undefined> {
    const claimed = await this.#change(
      `UPDATE direct_uploads SET state = 'verifying', lease_until = ${LEASE}
        WHERE id = $1 AND (state = 'open' OR state = 'verifying' AND lease_until < now()) RETURNING ${COLUMNS}`,
      [id, leaseMs],
    );
    return claimed[0];
  }

  override async renew(id: string, leaseMs: number): Promise<void> {
    const sql = `UPDATE direct_uploads SET lease_until = ${LEASE} WHERE id = $1 AND state = 'verifying'`;
    await this.#change(sql, [id, leaseMs]);
  }

  override async reopen(id: string): Promise<void> {
    await this.#change(`UPDATE direct_uploads SET state = 'open', lease_until = NULL WHERE id = $1`, [id]);
  }

  override async end(id: string, refusal: UploadRefusal | null, at: Date): Promise<void> {
    const state = refusal === null ? 'stored' : 'refused';
    const sql = 'UPDATE direct_uploads SET state = $2, refusal = $3, ended_at = $4 WHERE id = $1';
    await this.#change(sql, [id, state, refusal, at]);
  }

  override async drop(id: string, at: Date): Promise<boolean> {
    const sql = `UPDATE direct_uploads SET state = 'dropped', ended_at = $2 WHERE id = $1 AND state = 'open' RETURNING ${COLUMNS}`;
    return (await this.#change(sql, [id, at])).length > 0;
  }

  override outlived(now: Date, endedBefore: Date): Promise<readonly DirectUpload[]> {
    const sql = `SELECT ${COLUMNS} FROM direct_uploads
      WHERE expires_at <= $1 AND (state = 'open' OR ended_at < $2) ORDER BY expires_at LIMIT 1000`;
    return this.#query(sql, [now, endedBefore]);
  }

  override async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const sql = 'SELECT id FROM direct_uploads WHERE id = ANY($1)';
    return new Set((await this.#query<{ id: string }>(sql, [ids])).map(({ id }) => id));
  }

  override async forget(id: string): Promise<void> {
    await this.#change(`DELETE FROM direct_uploads WHERE id = $1 AND state <> 'verifying'`, [id]);
  }

  override unfinished(): Promise<readonly DirectUpload[]> {
    const sql = `SELECT ${COLUMNS} FROM direct_uploads WHERE state = 'verifying' AND lease_until < now()`;
    return this.#query(sql, []);
  }

  #query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.transactions.manager.query(sql, [...parameters]);
  }

  /** TypeORM answers what an UPDATE or DELETE returned as a pair of rows and their number. */
  async #change(sql: string, parameters: readonly unknown[]): Promise<readonly DirectUpload[]> {
    const [rows]: [DirectUpload[], number] = await this.transactions.manager.query(sql, [...parameters]);
    return rows;
  }
}
