import { Injectable } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';
import { headerOf, type PlatformRequest } from '@waybill/platform';
import mime from 'mime';
import type { Upload } from '../application/store-file.js';
import { parseReprDigest } from './repr-digest.js';
import { uploadBody } from './upload-body.js';
import { uploadedMediaType } from './raw-uploads.js';

export interface UploadLimits {
  readonly maxBytes: number;
  readonly stallMs: number;
}

const DEFAULT_TYPE = 'application/octet-stream';
// RFC 9110, 8.3.1: type "/" subtype *( OWS ";" OWS parameter ), in characters that are safe to send back.
const MEDIA_TYPE = /^[!#$&^_.+\-A-Za-z0-9]+\/[!#$&^_.+\-A-Za-z0-9]+(?:[ \t]*;[\x20-\x7e\t]*)?$/;

/** Makes an upload out of a PUT. */
@Injectable()
export class UploadReader {
  constructor(private readonly limits: UploadLimits) {}

  /** Throws VALIDATION_FAILED, or PAYLOAD_TOO_LARGE before the first byte where the length says so. */
  read(id: string, filename: unknown, request: PlatformRequest): Upload {
    const fileName = typeof filename === 'string' && filename !== '' ? filename : id;
    const { maxBytes, stallMs } = this.limits;
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
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

function mediaTypeOf(header: string, fileName: string): string {
  if (header === '') return mime.getType(fileName) ?? DEFAULT_TYPE;
  if (header.length <= 255 && MEDIA_TYPE.test(header)) return header;
  throw new DomainError('invalid', 'VALIDATION_FAILED', 'Content-Type is no media type');
}

const tooLarge = (limit: number) =>
  new DomainError('too-large', 'PAYLOAD_TOO_LARGE', `A file may have ${limit} bytes at most`, { limit });
