import { Injectable } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';
import { type Caller, ServiceClient } from '@waybill/platform';
import { FileStore } from '../application/file-store.js';
import type { KnownFile } from '../application/files.js';

interface FileAnswer {
  readonly id: string;
  readonly filename: string;
  readonly mediaType: string;
  readonly size: number;
  readonly etag: string;
  readonly createdAt: string;
}

/** The storage element over HTTP: `GET /api/v1/files/{uuid}`. */
@Injectable()
export class StorageElementFiles extends FileStore {
  constructor(private readonly client: ServiceClient) {
    super();
  }

  override async find(fileId: string, actingFor: Caller): Promise<KnownFile | null> {
    try {
      return fileOf(await this.client.get<FileAnswer>(`/api/v1/files/${fileId}`, { actingFor }));
    } catch (error) {
      if (error instanceof DomainError && (error.kind === 'not-found' || error.kind === 'gone')) return null;
      throw error;
    }
  }
}

function fileOf({ id, filename, mediaType, size, etag, createdAt }: FileAnswer): KnownFile {
  return { fileId: id, fileName: filename, mediaType, size, etag, storedAt: new Date(createdAt) };
}
