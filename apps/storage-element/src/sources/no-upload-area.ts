import { DomainError } from '@waybill/kernel';
import { UploadArea } from '../application/upload-area.js';

/** A disk is reached through its element only. */
export class NoUploadArea extends UploadArea {
  override begin(): Promise<never> {
    const message =
      'This storage takes no uploads past the element: send the bytes with PUT /api/v1/files/{id}';
    return Promise.reject(new DomainError('conflict', 'DIRECT_UPLOAD_UNSUPPORTED', message));
  }

  override targets(): Promise<never> {
    return this.begin();
  }

  override take(): Promise<never> {
    return this.begin();
  }

  /** Nothing can be there. */
  override discard(): Promise<void> {
    return Promise.resolve();
  }
}
