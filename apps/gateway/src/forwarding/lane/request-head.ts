const TARGET = /^\/[\x21-\x7e]*$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** A GET without a body as it is written to a connection that stays. Path and lines were checked. */
export function writeGet(
  host: string,
  { path, lines }: { readonly path: string; readonly lines: string },
): string {
  return `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n${lines}\r\n`;
}

/** Whether a request line may have this path. */
export function isWritablePath(path: string): boolean {
  return TARGET.test(path);
}

/** False where one of the values is not for us to write. */
export function areWritable(headers: Headers): boolean {
  return Object.values(headers).every((value) => [value].flat().every((one) => VALUE.test(one)));
}

/** Header lines, each with its end. The values were checked. */
export function linesOf(headers: Headers): string {
  let lines = '';
  for (const name in headers)
    for (const value of [headers[name] ?? []].flat()) lines += `${name}: ${value}\r\n`;
  return lines;
}
