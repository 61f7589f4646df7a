import type { Provider } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { CompleteUpload } from './application/complete-upload.js';
import { DirectUploads } from './application/direct-uploads.js';
import { DropUploads } from './application/drop-uploads.js';
import { Files } from './application/files.js';
import { FindOrphans } from './application/find-orphans.js';
import { OpenUpload } from './application/open-upload.js';
import { ShowUpload } from './application/show-upload.js';
import { UploadArea } from './application/upload-area.js';
import { VerifyUpload } from './application/verify-upload.js';
import type { StorageElementConfig } from './config.js';
import { OrphanJobs } from './orphan-jobs.js';
import { TypeormDirectUploads } from './persistence/typeorm-direct-uploads.js';
import { UploadJobs } from './upload-jobs.js';

/** Uploads past the element, and what uploads of any kind leave when they die. */
export function uploads(config: StorageElementConfig): Provider[] {
  return [
    { provide: DirectUploads, useClass: TypeormDirectUploads },
    CompleteUpload,
    DropUploads,
    FindOrphans,
    OrphanJobs,
    ShowUpload,
    UploadJobs,
    VerifyUpload,
    {
      provide: OpenUpload,
      inject: [DirectUploads, Files, UploadArea, Clock],
      useFactory: (uploads: DirectUploads, files: Files, area: UploadArea, clock: Clock) =>
        new OpenUpload(uploads, files, area, clock, {
          maxBytes: config.MAX_FILE_BYTES,
          partBytes: config.DIRECT_UPLOAD_PART_BYTES,
          lifeMs: config.DIRECT_UPLOAD_SECONDS * 1000,
        }),
    },
  ];
}
