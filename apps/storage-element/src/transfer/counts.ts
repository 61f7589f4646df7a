const LOW = 2 ** 32;

/** A safe integer as the C library takes 64 bits, in two halves: a BigInt would cost more than the call that it is for. */
export function writeCount(into: Buffer, count: number, at: number): void {
  into.writeUInt32LE(count % LOW, at);
  into.writeUInt32LE(Math.floor(count / LOW), at + 4);
}

export function readCount(from: Buffer, at: number): number {
  return from.readUInt32LE(at) + from.readUInt32LE(at + 4) * LOW;
}
