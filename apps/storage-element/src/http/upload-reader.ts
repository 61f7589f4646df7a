import { Injectable } from '@nestjs/common';
import { headerOf, type PlatformRequest } from '@waybill/platform';
import { fileTooLarge } from '../domain/refusals.js';
import type { Upload } from '../application/store-file.js';
import { mediaTypeOf } from './media-type.js';
import { parseReprDigest } from './repr-digest.js';
import { uploadBody } from './upload-body.js';
import { uploadedMediaType } from './raw-uploads.js';

export interface UploadLimits {
  readonly maxBytes: number;
  readonly stallMs: number;
}

/** Makes an upload out of a PUT. */
@Injectable()
export class UploadReader {
  constructor(private readonly limits: UploadLimits) {}

  /** Throws VALIDATION_FAILED, or PAYLOAD_TOO_LARGE before the first byte where the length says so. */
  read(id: string, filename: unknown, request: PlatformRequest): Upload {
    const fileName = typeof filename === 'string' && filename !== '' ? filename : id;
    const { maxBytes, stallMs } = this.limits;
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw fileTooLarge(maxBytes);
    return {
      id,
      fileName,
      mediaType: mediaTypeOf(uploadedMediaType(request.headers), fileName),
      expectedSha256: parseReprDigest(headerOf(request, 'repr-digest')),
      limit: maxBytes,
      body: uploadBody(request.raw, stallMs),
    };
  }
}
