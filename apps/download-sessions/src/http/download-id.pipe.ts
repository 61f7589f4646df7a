import { Injectable, type PipeTransform } from '@nestjs/common';
import { isDownloadId } from '@waybill/kernel';
import { downloadNotFound } from '../domain/download.errors.js';

/** What is no id names no download: 404 in every edition. */
@Injectable()
export class DownloadIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isDownloadId(value)) throw downloadNotFound();
    return value;
  }
}
