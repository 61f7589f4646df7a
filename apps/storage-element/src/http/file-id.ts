import { Injectable, type PipeTransform } from '@nestjs/common';
import { isUuid } from '@waybill/kernel';
import { invalidFileId } from '../domain/refusals.js';

/** A file id of a path, in lower case; anything else is 400 (seeds: files.md, "400 Bad Request"). */
@Injectable()
export class FileIdPipe implements PipeTransform<string, string> {
  transform(text: string): string {
    if (!isUuid(text)) throw invalidFileId();
    return text.toLowerCase();
  }
}
