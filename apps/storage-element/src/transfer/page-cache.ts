import { constants } from 'node:os';
import type { CLibrary } from '@waybill/http-lane';
import koffi from 'koffi';
import { writeCount } from './counts.js';

/**
 * Whether the kernel has this stretch of a file in memory: then sending it waits for no disk. Null where nobody can tell,
 * as on an overlay of file systems.
 */
export type InMemory = (file: number, position: number, length: number) => boolean | null;

/** By count; where that finds nothing, because it cannot or because there is nothing, a probe tells which. */
export function bindPageCache(library: CLibrary): InMemory {
  const count = bindCount(library);
  const probe = bindProbe(library);
  return (file, position, length) => {
    const counted = count(file, position, length);
    if (counted === true) return true;
    const probed = probe(file, position, length);
    return counted === null || probed === null ? probed : false;
  };
}

/** cachestat(2) has the same number everywhere. */
const CACHESTAT = 451;
const COUNTS_BYTES = 40;

/**
 * Counts the stretch's pages. Null where the kernel does not tell: before Linux 6.5, in a container that forbids it, or
 * of a file that belongs to somebody else.
 */
export function bindCount(library: CLibrary): InMemory {
  const syscall = library.func(
    'long syscall(long number, int file, const void *range, void *counts, uint32_t flags)',
  );
  const pageBytes = Number(library.func('int getpagesize()')());
  const range = Buffer.alloc(16);
  const counts = Buffer.alloc(COUNTS_BYTES);
  return (file, position, length) => {
    writeCount(range, position, 0);
    writeCount(range, length, 8);
    if (syscall(CACHESTAT, file, range, counts, 0) !== 0) return null;
    const pages = Math.ceil((position + length) / pageBytes) - Math.floor(position / pageBytes);
    return counts.readUInt32LE(0) >= pages;
  };
}

const RWF_NOWAIT = 8;
const VECTOR_BYTES = 16;
const { EOPNOTSUPP } = constants.errno;
/** What the kernel reads ahead by default: its pages come and mostly go together. */
const PROBE_STEP_BYTES = 128 * 1024;

/** Reads a byte here and there, on condition that it need not be waited for. Null where the file system takes no condition. */
export function bindProbe(library: CLibrary): InMemory {
  const preadv2 = library.func(
    'int64_t preadv2(int file, const void *vector, int count, int64_t position, int flags)',
  );
  // The byte lies behind the `struct iovec` that points to it, so that neither outlives the other.
  const vector = Buffer.allocUnsafeSlow(VECTOR_BYTES + 1);
  vector.writeBigUInt64LE(koffi.address(vector) + BigInt(VECTOR_BYTES), 0);
  vector.writeBigUInt64LE(1n, 8);
  const isThere = (file: number, position: number) =>
    Number(preadv2(file, vector, 1, position, RWF_NOWAIT)) === 1;
  const refusal = () => (koffi.errno() === EOPNOTSUPP ? null : false);
  return (file, position, length) => {
    const last = position + length - 1;
    for (let at = position; at < last; at += PROBE_STEP_BYTES) if (!isThere(file, at)) return refusal();
    return isThere(file, last) || refusal();
  };
}
