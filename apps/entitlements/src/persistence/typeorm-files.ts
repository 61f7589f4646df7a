import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { Files, type KnownFile } from '../application/files.js';
import { rowsOf } from './sql.js';

interface FileRow {
  id: string;
  file_name: string;
  media_type: string;
  size: string;
  etag: string;
  stored_at: Date;
}

@Injectable()
export class TypeormFiles extends Files {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async stored(fileIds: readonly string[]): Promise<readonly KnownFile[]> {
    const sql = 'SELECT * FROM files WHERE id = ANY ($1::uuid[]) AND removed_at IS NULL';
    const rows = await rowsOf<FileRow>(this.transactions.manager, sql, [fileIds]);
    return rows.map(fileOf);
  }

  override async keep(files: readonly KnownFile[]): Promise<void> {
    const sql = `
      INSERT INTO files (id, file_name, media_type, size, etag, stored_at)
      SELECT DISTINCT ON ("fileId") "fileId", "fileName", "mediaType", size, etag, "storedAt"
      FROM jsonb_to_recordset($1) AS file ("fileId" uuid, "fileName" text, "mediaType" text, size bigint, etag text,
        "storedAt" timestamptz)
      ORDER BY "fileId", "storedAt" DESC
      ON CONFLICT (id) DO UPDATE SET file_name = EXCLUDED.file_name, media_type = EXCLUDED.media_type,
        size = EXCLUDED.size, etag = EXCLUDED.etag, stored_at = EXCLUDED.stored_at, removed_at = NULL
      WHERE files.removed_at IS NULL OR files.removed_at < EXCLUDED.stored_at`;
    await this.transactions.manager.query(sql, [JSON.stringify(files)]);
  }

  override async remove(fileId: string, removedAt: Date): Promise<void> {
    const sql = 'UPDATE files SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL AND stored_at <= $2';
    await this.transactions.manager.query(sql, [fileId, removedAt]);
  }

  override async isRemoved(fileId: string): Promise<boolean> {
    const sql = 'SELECT 1 FROM files WHERE id = $1 AND removed_at IS NOT NULL';
    return (await rowsOf(this.transactions.manager, sql, [fileId])).length > 0;
  }
}

function fileOf(row: FileRow): KnownFile {
  return {
    fileId: row.id,
    fileName: row.file_name,
    mediaType: row.media_type,
    size: Number(row.size),
    etag: row.etag,
    storedAt: row.stored_at,
  };
}
