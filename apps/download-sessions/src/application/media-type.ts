import mime from 'mime';

export function mediaTypeOf(fileName: string): string {
  return mime.getType(fileName) ?? 'application/octet-stream';
}
