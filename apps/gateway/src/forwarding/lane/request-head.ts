const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** A GET without a body as it is written to a connection that stays. */
export function writeGet(
  host: string,
  { path, lines }: { readonly path: string; readonly lines: string },
): string {
  return `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n${lines}\r\n`;
}

/** Header lines, each with its end; null where one of them is not for us to write. */
export function linesOf(headers: Readonly<Record<string, string | readonly string[]>>): string | null {
  let lines = '';
  for (const name in headers)
    for (const value of [headers[name] ?? []].flat()) {
      if (!VALUE.test(value)) return null;
      lines += `${name}: ${value}\r\n`;
    }
  return lines;
}
