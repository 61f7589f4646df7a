import { count, httpUrl, seconds, serviceEnvironment } from '@waybill/platform';
import { TIERS } from '@waybill/kernel';
import { z } from 'zod';

const MIB = 1024 * 1024;
const bytes = z.coerce.number().int().positive();
/** Bytes per second; unset is unlimited. */
const rate = bytes.optional();

const jwks = z.object({
  keys: z.array(z.looseObject({ kty: z.literal('OKP'), kid: z.string().min(1) })).min(1),
});

/** A JWKS as JSON (docs/internals.md, "Tickets"). */
const publicKeys = z.string().transform((text, context) => {
  const parsed = jwks.safeParse(readJson(text));
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: 'is no JWKS of Ed25519 keys with ids' });
  return z.NEVER;
});

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What each kind of storage cannot do without. */
const NEEDED = {
  disk: ['STORAGE_ROOT'],
  s3: ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
} as const;

const settings = z.object({
  ...serviceEnvironment,
  /** Where bytes live: a folder, or a bucket. */
  STORAGE: z.enum(['disk', 's3']).default('disk'),
  /** The folder that the files live in; made where it is missing. */
  STORAGE_ROOT: z.string().min(1).optional(),
  /** Unset is AWS's own, by the region. */
  S3_ENDPOINT: httpUrl.optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET: z.string().min(1).optional(),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  /** Before a file's id in its object's key; entitlements has to have the same. */
  S3_KEY_PREFIX: z.string().default(''),
  /** How long the bucket may be silent. */
  S3_TIMEOUT_MS: z.coerce.number().int().positive().default(10_000),
  /** Of uploads through the element; two such parts are in memory for each upload. S3 takes no smaller ones, and 10,000 at most. */
  S3_PART_BYTES: z.coerce
    .number()
    .int()
    .min(5 * MIB)
    .max(128 * MIB)
    .default(8 * MIB),
  /** As clients reach the bucket; unset is S3_ENDPOINT. */
  S3_PUBLIC_ENDPOINT: httpUrl.optional(),
  /** Uploads by parts that began longer ago died with their element. */
  S3_LEFTOVER_SECONDS: seconds.default(8 * 24 * 3600),
  /** An upload by presigned URL has so long to be completed; S3 signs for a week at most. */
  DIRECT_UPLOAD_SECONDS: seconds.max(7 * 24 * 3600).default(24 * 3600),
  /** A larger one goes in parts of this size, or larger ones where there would be more than 1,000. */
  DIRECT_UPLOAD_PART_BYTES: z.coerce
    .number()
    .int()
    .min(5 * MIB)
    .max(1024 * MIB)
    .default(64 * MIB),
  /**
   * Where the beginnings of short bodies are noted, on a disk of this machine; `journal` below STORAGE_ROOT by default. Without
   * either each beginning waits for the database.
   */
  JOURNAL_ROOT: z.string().min(1).optional(),
  ENTITLEMENTS_URL: httpUrl,
  ENTITLEMENTS_TIMEOUT_MS: z.coerce.number().int().positive().default(3_000),
  TICKET_PUBLIC_KEYS: publicKeys,
  /** The largest file that is taken. */
  MAX_FILE_BYTES: bytes.default(1024 ** 4),
  /** A sender that is silent for so long has gone. */
  UPLOAD_STALL_SECONDS: seconds.default(60),
  MAX_TRANSFERS_PER_PERSON: z.coerce.number().int().positive().default(16),
  /** A client that takes no byte for so long has gone. */
  TRANSFER_STALL_SECONDS: seconds.default(120),
  /** `auto` lets the kernel move bytes where it can; `pooled` never does. */
  TRANSFER_ENGINE: z.enum(['auto', 'pooled']).default('auto'),
  /** Per person, all of his transfers together. */
  RATE_FREE: rate,
  RATE_PREMIUM: rate,
  RATE_FAMILY: rate,
  /** What caches may do with the bytes of a link, each for itself; ages past the end of the link are left out. */
  FILE_CACHE_CONTROL: z.string().default('private, no-transform'),
  /** The internal location of an nginx in front that has STORAGE_ROOT, as `/stored/`: then nginx sends the bodies. */
  ACCEL_REDIRECT_PREFIX: z
    .string()
    .regex(/^\/([\w.-]+\/)+$/)
    .optional(),
  /** Between two rounds of re-hashing; 0 is never. */
  SCRUB_INTERVAL_SECONDS: count.default(300),
  /** A file is hashed again when its last look is older. */
  SCRUB_AGE_SECONDS: seconds.default(7 * 24 * 3600),
  SCRUB_BYTES_PER_SECOND: bytes.default(16 * 1024 * 1024),
  /** Stops are forgotten when no ticket of their time can be alive: links of a download live 12 h. */
  STOPS_KEPT_SECONDS: seconds.default(24 * 3600),
  /** How long an element may be silent before another speaks for its transfers. */
  ELEMENT_LEASE_SECONDS: seconds.default(10),
});

type StorageSettings = Pick<z.infer<typeof settings>, 'STORAGE' | (typeof NEEDED)['disk' | 's3'][number]>;

function needStorage(values: StorageSettings, context: z.RefinementCtx): void {
  for (const name of NEEDED[values.STORAGE])
    if (values[name] === undefined)
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `is needed where STORAGE is ${values.STORAGE}`,
      });
}

export const environment = settings.superRefine((values, context) => {
  needStorage(values, context);
  if (values.ACCEL_REDIRECT_PREFIX !== undefined && values.STORAGE !== 'disk')
    context.addIssue({
      code: 'custom',
      path: ['ACCEL_REDIRECT_PREFIX'],
      message: 'is for files on a disk',
    });
});

/** What the commands read. */
export const commandEnvironment = settings
  .pick({
    DATABASE_URL: true,
    LOG_LEVEL: true,
    STORAGE: true,
    STORAGE_ROOT: true,
    S3_ENDPOINT: true,
    S3_PUBLIC_ENDPOINT: true,
    S3_REGION: true,
    S3_BUCKET: true,
    S3_ACCESS_KEY_ID: true,
    S3_SECRET_ACCESS_KEY: true,
    S3_KEY_PREFIX: true,
    S3_TIMEOUT_MS: true,
    S3_PART_BYTES: true,
    S3_LEFTOVER_SECONDS: true,
  })
  .superRefine(needStorage);

/** Where the bytes are, and how to get there. */
export type StorageConfig = Omit<z.infer<typeof commandEnvironment>, 'DATABASE_URL' | 'LOG_LEVEL'>;

export type StorageElementConfig = z.infer<typeof environment>;

export function ratesOf(config: StorageElementConfig): Record<(typeof TIERS)[number], number | null> {
  return {
    free: config.RATE_FREE ?? null,
    premium: config.RATE_PREMIUM ?? null,
    family: config.RATE_FAMILY ?? null,
  };
}
