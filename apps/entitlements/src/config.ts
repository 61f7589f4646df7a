import { httpUrl, seconds, serviceEnvironment } from '@waybill/platform';
import { z } from 'zod';

const bytesPerSecond = z.coerce.number().int().positive().optional();

/** Everything that entitlements reads of its environment; nobody else does. */
export const environment = z
  .object({
    ...serviceEnvironment,
    STORAGE_ELEMENT_URL: httpUrl,
    /** where links point: the gateway, the storage elements' own name, or a CDN */
    FILES_PUBLIC_URL: httpUrl,
    /** PKCS8 PEM, Ed25519; line breaks may be written as \n */
    TICKET_PRIVATE_KEY: z.string().min(1),
    LINK_SECONDS: seconds.default(43_200),
    PLACE_LEASE_SECONDS: seconds.default(300),
    GRANT_KEEP_DAYS: z.coerce.number().int().positive().default(90),
    /** `ticket`: storage elements serve; `direct`: generated links of the store edition are presigned URLs of the bucket */
    DELIVERY: z.enum(['ticket', 'direct']).default('ticket'),
    S3_PUBLIC_ENDPOINT: httpUrl.optional(),
    S3_BUCKET: z.string().optional(),
    S3_REGION: z.string().default('us-east-1'),
    S3_ACCESS_KEY_ID: z.string().optional(),
    S3_SECRET_ACCESS_KEY: z.string().optional(),
    S3_KEY_PREFIX: z.string().default(''),
    /** bytes per second of one download, by the person's tier; unset is unlimited */
    TICKET_RATE_FREE: bytesPerSecond,
    TICKET_RATE_PREMIUM: bytesPerSecond,
    TICKET_RATE_FAMILY: bytesPerSecond,
  })
  .superRefine((values, context) => {
    if (values.DELIVERY !== 'direct') return;
    const needed = ['S3_PUBLIC_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;
    for (const name of needed)
      if (values[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'is needed where DELIVERY is direct' });
  });

export type EntitlementsConfig = z.infer<typeof environment>;
