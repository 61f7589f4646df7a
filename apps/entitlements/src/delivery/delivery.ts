import type { Tier } from '@waybill/kernel';
import type { GrantCarrier } from '../application/grant-carrier.js';
import type { EntitlementsConfig } from '../config.js';
import { DirectDelivery } from './direct-delivery.js';
import type { PresignedUrlCarrier } from './presigned-url-carrier.js';
import { TicketCarrier } from './ticket-carrier.js';

/** The carrier that the environment asks for. */
export async function openCarrier(config: EntitlementsConfig): Promise<GrantCarrier> {
  const { TICKET_PRIVATE_KEY: privateKey, FILES_PUBLIC_URL: filesUrl } = config;
  const tickets = await TicketCarrier.open({ privateKey, filesUrl, rates: ratesOf(config) });
  return config.DELIVERY === 'direct' ? new DirectDelivery(await presigned(config), tickets) : tickets;
}

/** Where delivery is direct the environment's schema made sure that these are set. */
async function presigned(config: EntitlementsConfig): Promise<PresignedUrlCarrier> {
  // The client of S3 is large: with tickets nobody loads it.
  const { PresignedUrlCarrier: Carrier } = await import('./presigned-url-carrier.js');
  const {
    S3_PUBLIC_ENDPOINT = '',
    S3_BUCKET = '',
    S3_ACCESS_KEY_ID = '',
    S3_SECRET_ACCESS_KEY = '',
  } = config;
  return new Carrier({
    publicEndpoint: S3_PUBLIC_ENDPOINT,
    bucket: S3_BUCKET,
    region: config.S3_REGION,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
    keyPrefix: config.S3_KEY_PREFIX,
  });
}

function ratesOf({
  TICKET_RATE_FREE,
  TICKET_RATE_PREMIUM,
  TICKET_RATE_FAMILY,
}: EntitlementsConfig): Partial<Record<Tier, number>> {
  return {
    ...(TICKET_RATE_FREE !== undefined && { free: TICKET_RATE_FREE }),
    ...(TICKET_RATE_PREMIUM !== undefined && { premium: TICKET_RATE_PREMIUM }),
    ...(TICKET_RATE_FAMILY !== undefined && { family: TICKET_RATE_FAMILY }),
  };
}
