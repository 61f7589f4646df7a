const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** FNV-1a over the key's UTF-8 bytes: the same key is always in the same partition. Must never change for a filled bus. */
export function partitionOf(key: string, partitions: number): number {
  let hash = OFFSET_BASIS;
  for (const byte of Buffer.from(key)) hash = Math.imul(hash ^ byte, PRIME);
  return (hash >>> 0) % partitions;
}
