import type { Dispatcher } from 'undici';

const TARGET = /^\/[\x21-\x7e]*$/;
const HEADER = /^[\t\x20-\x7e\x80-\xff]*$/;

/** A GET without a body as it is written to a connection; null where something in it is not for us to write. */
export function writeGet(host: string, { path, headers }: Dispatcher.RequestOptions): string | null {
  if (!TARGET.test(path)) return null;
  let head = `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
  for (const [name, value] of Object.entries((headers ?? {}) as Record<string, string | string[]>)) {
    for (const one of typeof value === 'string' ? [value] : value) {
      if (!HEADER.test(one)) return null;
      head += `${name}: ${one}\r\n`;
    }
  }
  return `${head}\r\n`;
}
