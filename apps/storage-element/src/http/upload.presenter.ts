import type { OpenedUpload } from '../application/open-upload.js';
import type { Stored } from '../application/publish-file.js';
import type { DirectUpload, UploadRefusal, UploadState } from '../domain/direct-upload.js';
import { type FileBody, presentFile } from './file.presenter.js';

export interface UploadPartBody {
  readonly number: number;
  readonly offset: number;
  readonly size: number;
  readonly url: string;
}

export interface UploadBody {
  readonly uploadId: string;
  readonly fileId: string;
  readonly state: UploadState;
  readonly refusal: UploadRefusal | null;
  readonly size: number;
  readonly sha256: string;
  readonly expiresAt: string;
  readonly parts: readonly UploadPartBody[];
}

export function presentUpload({ upload, targets }: OpenedUpload): UploadBody {
  return {
    uploadId: upload.id,
    fileId: upload.fileId,
    state: upload.state,
    refusal: upload.refusal,
    size: upload.size,
    sha256: upload.sha256,
    expiresAt: upload.expiresAt.toISOString(),
    parts: targets.map(({ number, start, end, url }) => ({ number, offset: start, size: end - start, url })),
  };
}

export function presentCompletion(completion: Stored | DirectUpload): FileBody | UploadBody {
  return 'file' in completion
    ? presentFile(completion.file)
    : presentUpload({ upload: completion, targets: [] });
}

export function statusOfCompletion(completion: Stored | DirectUpload): 200 | 201 | 202 {
  if (!('file' in completion)) return 202;
  return completion.isNew ? 201 : 200;
}
