import { DomainError } from '@waybill/kernel';
import mime from 'mime';

const DEFAULT_TYPE = 'application/octet-stream';
// RFC 9110, 8.3.1: type "/" subtype *( OWS ";" OWS parameter ), in characters that are safe to send back.
export const MEDIA_TYPE = /^[!#$&^_.+\-A-Za-z0-9]+\/[!#$&^_.+\-A-Za-z0-9]+(?:[ \t]*;[\x20-\x7e\t]*)?$/;

/** What the sender said, else what the name tells. */
export function mediaTypeOf(said: string, fileName: string): string {
  if (said === '') return mime.getType(fileName) ?? DEFAULT_TYPE;
  if (said.length <= 255 && MEDIA_TYPE.test(said)) return said;
  throw new DomainError('invalid', 'VALIDATION_FAILED', 'Content-Type is no media type');
}
