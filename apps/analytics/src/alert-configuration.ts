import { readFileSync } from 'node:fs';
import { httpUrl } from '@waybill/platform';
import { z } from 'zod';

/** JSON where it begins like JSON, else the path of a file with it. */
function jsonOf<S extends z.ZodType>(schema: S) {
  return z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(/^\s*[[{]/.test(text) ? text : readFileSync(text, 'utf8')) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'is neither JSON nor the path of a readable JSON file' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

const minutes = z.int().positive();
const common = {
  name: z.string().min(1).max(128),
  hysteresisPercent: z.number().min(0).max(100).default(10),
};

const alertRule = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('failure-rate'),
    abovePercent: z.number().min(0).max(100),
    minDownloads: z.int().positive(),
    minutes,
  }),
  z.object({ ...common, kind: z.literal('bandwidth'), aboveBytesPerHour: z.number().positive() }),
  z.object({
    ...common,
    kind: z.literal('bandwidth-surge'),
    times: z.number().positive(),
    minBytes: z.number().nonnegative().default(0),
  }),
  z.object({
    ...common,
    kind: z.enum(['quota-threshold', 'dead-letter', 'file-damaged']),
    above: z.int().nonnegative(),
    minutes,
  }),
]);

export const alertRules = jsonOf(
  z
    .array(alertRule)
    .refine(
      (rules) => new Set(rules.map(({ name }) => name)).size === rules.length,
      'two rules have one name',
    ),
);

/** What every installation should hear of; `ALERT_RULES` replaces them. */
export const DEFAULT_ALERT_RULES: z.infer<typeof alertRules> = [
  {
    name: 'failure-rate',
    kind: 'failure-rate',
    abovePercent: 20,
    minDownloads: 20,
    minutes: 15,
    hysteresisPercent: 10,
  },
  {
    name: 'bandwidth-surge',
    kind: 'bandwidth-surge',
    times: 5,
    minBytes: 10 * 1024 ** 3,
    hysteresisPercent: 10,
  },
  { name: 'dead-letters', kind: 'dead-letter', above: 0, minutes: 60, hysteresisPercent: 10 },
  { name: 'damaged-files', kind: 'file-damaged', above: 0, minutes: 24 * 60, hysteresisPercent: 10 },
];

/** A secret shorter than the digest would weaken it (RFC 2104, section 3). */
export const webhooks = jsonOf(z.array(z.object({ url: httpUrl, secret: z.string().min(32) })));
