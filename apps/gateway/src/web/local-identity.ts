import { PUBLIC_ID, TIERS } from '@waybill/kernel';
import { validationFailed } from '@waybill/platform';
import { z } from 'zod';

const schema = z.object({
  name: z.string().regex(PUBLIC_ID),
  role: z.enum(['normal', 'premium', 'analyst', 'admin']),
  tier: z.enum(TIERS),
});

/** Who somebody wants to be on the local stack. `service` is nobody's to choose. */
export type LocalIdentity = z.infer<typeof schema>;

/** @throws DomainError `VALIDATION_FAILED`, each wrong field by its name */
export function localIdentityFrom(body: Buffer | null): LocalIdentity {
  const read = schema.safeParse(parsed(body));
  if (read.success) return read.data;
  throw validationFailed(
    read.error.issues.map(({ path, message }) => ({
      field: path.join('.'),
      message: `${path.join('.') || 'body'}: ${message}`,
    })),
  );
}

function parsed(body: Buffer | null): unknown {
  try {
    return JSON.parse(body?.toString('utf8') ?? 'null');
  } catch {
    return null;
  }
}
