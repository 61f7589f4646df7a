import { DomainError } from '@waybill/kernel';

// RFC 8941, 3.3.5: a byte sequence is base64 between colons; 3.2: a dictionary's members are separated by commas.
const SHA_256 = /(?:^|,)[ \t]*sha-256=:([A-Za-z0-9+/]*={0,2}):/;
const WANTED = /(?:^|,)[ \t]*sha-256=([0-9]{1,2})[ \t]*(?:,|$)/;

/** Want-Repr-Digest (RFC 9530, 4): a weight of 0 is "not acceptable". */
export function wantsSha256(header: string | undefined): boolean {
  const weight = header === undefined ? undefined : WANTED.exec(header)?.[1];
  return weight !== undefined && Number(weight) > 0;
}

/** Repr-Digest (RFC 9530, 3) of the whole representation, whatever part of it is sent. */
export function formatReprDigest(sha256: string): string {
  return `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
}

/** The promised SHA-256 in hexadecimal; null where there is no header or only other algorithms. Throws 400 for a broken one. */
export function parseReprDigest(header: string | undefined): string | null {
  if (header === undefined || !/(^|,)[ \t]*sha-256=/i.test(header)) return null;
  const bytes = Buffer.from(SHA_256.exec(header)?.[1] ?? '', 'base64');
  if (bytes.length !== 32)
    throw new DomainError('invalid', 'VALIDATION_FAILED', 'Repr-Digest has no well-formed sha-256');
  return bytes.toString('hex');
}
