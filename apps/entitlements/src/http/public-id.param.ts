import { ApiParam } from '@nestjs/swagger';
import { PUBLIC_ID } from '@waybill/kernel';

/** Describes what `PublicIdPipe` checks. */
export const PublicIdParam = (name: string) =>
  ApiParam({ name, schema: { type: 'string', pattern: PUBLIC_ID.source } });
