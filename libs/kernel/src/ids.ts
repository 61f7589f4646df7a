import { randomBytes } from 'node:crypto';

/** Asking the system for randomness costs more than everything else here, so it is asked for many ids at once. */
const RANDOM_POOL = 4096;
let pool = Buffer.alloc(0);
let used = 0;

function random16(): Buffer {
  if (used + 16 > pool.length) {
    pool = randomBytes(RANDOM_POOL);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}

/** RFC 9562, section 5.7: 48 bits of Unix milliseconds, version, variant, the rest random. Sorts by creation time. */
export function uuidv7(now: number = Date.now()): string {
  const bytes = random16();
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Ids of assets, orders and people (DESIGN.md, section 10). */
export const PUBLIC_ID = /^[A-Za-z0-9_\-.:@|]{1,128}$/;

export function isPublicId(text: string): boolean {
  return PUBLIC_ID.test(text);
}

const prefixed = (prefix: string) => `${prefix}_${uuidv7().replaceAll('-', '')}`;

/** `dl_` and 32 hexadecimal digits that sort by creation time; the same id in every edition. */
export const DOWNLOAD_ID = /^dl_[0-9a-f]{32}$/;

export function newDownloadId(): string {
  return prefixed('dl');
}

/** When the id was made, to the millisecond. */
export function downloadIdTime(id: string): Date {
  return new Date(Number.parseInt(id.slice(3, 15), 16));
}

export function isDownloadId(text: string): boolean {
  return DOWNLOAD_ID.test(text);
}

export function newBatchId(): string {
  return prefixed('batch');
}

export function newGrantId(): string {
  return prefixed('gr');
}
