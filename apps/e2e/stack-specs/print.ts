/** A figure for the log: a test judges promises, and says what it measured. */
export function print(line: string): void {
  process.stdout.write(`measured: ${line}\n`);
}
