import mime from 'mime';
import { fileTypeOf } from '../domain/file-type.js';
import type { KnownFile, ReportedFile } from '../domain/reported-downloads.js';

/** What a file's name tells of it: the type by the tracking document's table, the media type by the library's. */
export function describeFile(file: ReportedFile): KnownFile {
  return {
    ...file,
    fileType: fileTypeOf(file.fileName),
    mediaType: mime.getType(file.fileName) ?? 'application/octet-stream',
  };
}
