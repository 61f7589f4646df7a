/** Stored bytes and what is known of them. A file's bytes never change: its id names them for good. */
export interface StoredFile {
  readonly id: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  /** Where the store keeps it: a path below its root, or an object's key. */
  readonly location: string;
  readonly storedAt: Date;
  /** When its bytes were last seen to have their digest. */
  readonly checkedAt: Date;
}

/** A strong validator (RFC 9110, 8.8.3) made of the content alone: every replica and every copy has the same. */
export function etagOf(file: Pick<StoredFile, 'sha256'>): string {
  const known = etags.get(file);
  if (known !== undefined) return known;
  const etag = `"${Buffer.from(file.sha256, 'hex').toString('base64url')}"`;
  etags.set(file, etag);
  return etag;
}

const etags = new WeakMap<object, string>();
