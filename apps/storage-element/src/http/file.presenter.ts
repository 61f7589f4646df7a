import { etagOf, type StoredFile } from '../domain/stored-file.js';

/** DESIGN.md, section 10. */
export interface FileBody {
  readonly id: string;
  readonly filename: string;
  readonly mediaType: string;
  readonly size: number;
  readonly etag: string;
  readonly sha256: string;
  readonly createdAt: string;
}

export function presentFile(file: StoredFile): FileBody {
  return {
    id: file.id,
    filename: file.fileName,
    mediaType: file.mediaType,
    size: file.size,
    etag: etagOf(file),
    sha256: file.sha256,
    createdAt: file.storedAt.toISOString(),
  };
}
