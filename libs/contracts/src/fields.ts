import { QUALITIES, TIERS } from '@waybill/kernel';
import { z } from 'zod';

/** Shapes that several events share. Unknown fields are let through: a consumer must live with additions. */
export const bytes = z.int().nonnegative().describe('bytes');
export const time = z.iso
  .datetime({ offset: false, precision: 3 })
  .describe('UTC, ISO 8601 with milliseconds');
export const publicId = z.string().min(1).max(128);
export const fileId = z.uuid().describe('the id of a stored file');
export const downloadId = z.string().min(1).max(128);
export const tier = z.enum(TIERS);
export const quality = z.enum(QUALITIES);
export const renditionQuality = z.enum([...QUALITIES, 'original']);
export const price = z.object({ amount: z.number().nonnegative(), currency: z.string().length(3) });

/** A half-open interval of a file's bytes: `start` is in, `end` is not. */
export const byteRange = z.object({ start: bytes, end: bytes });

/** The edition that made a download or asked for a grant. */
export const origin = z.enum(['tasks', 'offline', 'store', 'tracking', 'files']);

/** Where a request came from; the address is cut to /24 or /48 before it gets here. */
export const client = z.object({
  network: z.string().nullable().describe('the address cut to /24 (IPv4) or /48 (IPv6)'),
  userAgent: z.string().max(1024).nullable(),
  referrer: z.string().max(500).nullable(),
});
export type Client = z.infer<typeof client>;
