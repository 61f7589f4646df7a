import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@waybill/messaging';
import { extensionOf } from '../domain/file-type.js';
import { ReportedDownload } from '../domain/reported-download.js';
import { type KnownFile, type ReportedRef, ReportedDownloads } from '../domain/reported-downloads.js';
import { DownloadRecord } from './download.record.js';
import { DownloadWriter } from './download-writer.js';
import { lockPeople } from './locks.js';

const FILE = `file_id AS "fileId", file_name AS "fileName", file_type AS "fileType", media_type AS "mediaType", size`;

@Injectable()
export class TypeormReportedDownloads extends ReportedDownloads {
  constructor(
    private readonly transactions: Transactions,
    private readonly writer: DownloadWriter,
  ) {
    super();
  }

  override async register(file: KnownFile): Promise<KnownFile> {
    await this.transactions.manager.query(
      `INSERT INTO reported_files (file_id, file_name, file_type, extension, size, media_type, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, now()) ON CONFLICT (file_id) DO NOTHING`,
      [file.fileId, file.fileName, file.fileType, extensionOf(file.fileName), file.size, file.mediaType],
    );
    return (await this.findFile(file.fileId)) ?? file;
  }

  override async findFile(fileId: string): Promise<KnownFile | null> {
    const rows: KnownFile[] = await this.transactions.manager.query(
      `SELECT ${FILE} FROM reported_files WHERE file_id = $1`,
      [fileId],
    );
    return rows[0] ?? null;
  }

  override async add(download: ReportedDownload): Promise<void> {
    await this.transactions.run(async (tx) => {
      await lockPeople(tx, [download.state.userId]);
      await this.writer.insert(tx, [download]);
    });
  }

  override change(ref: ReportedRef, change: (download: ReportedDownload) => boolean): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const found = await tx.findOneBy(DownloadRecord, { id: ref.id, origin: 'tracking' });
      if (found === null || (ref.userId !== null && found.userId !== ref.userId)) return false;
      await lockPeople(tx, [found.userId]);
      return (await this.#changeLocked(tx, found.id, change)) !== null;
    });
  }

  override changeLatest(
    userId: string,
    fileId: string,
    change: (download: ReportedDownload) => boolean,
  ): Promise<string | null> {
    return this.transactions.run(async (tx) => {
      await lockPeople(tx, [userId]);
      const rows: { id: string }[] = await tx.query(
        `SELECT id FROM downloads WHERE user_id = $1 AND file_id = $2 AND origin = 'tracking'
          ORDER BY status = 'downloading' DESC, created_at DESC, id DESC LIMIT 1`,
        [userId, fileId],
      );
      return rows[0] === undefined ? null : this.#changeLocked(tx, rows[0].id, change);
    });
  }

  override async cancelAll(userId: string, now: Date): Promise<void> {
    await this.transactions.run(async (tx) => {
      await lockPeople(tx, [userId]);
      const running = { userId, origin: 'tracking', status: 'downloading' } as const;
      const records = await tx.findBy(DownloadRecord, running);
      const downloads = records.map((record) => ReportedDownload.restore(record.toState()));
      for (const download of downloads) download.cancel(now, 'erased');
      await this.writer.update(tx, downloads);
    });
  }

  /** Reads again under the person's lock: somebody may have changed it while we waited. */
  async #changeLocked(
    tx: Transaction,
    id: string,
    change: (download: ReportedDownload) => boolean,
  ): Promise<string | null> {
    const record = await tx.findOneBy(DownloadRecord, { id });
    if (record === null) return null;
    const download = ReportedDownload.restore(record.toState());
    if (!change(download)) return null;
    await this.writer.update(tx, [download]);
    return id;
  }
}
