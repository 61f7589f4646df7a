import { ServiceClient } from '@waybill/platform';

/** One client a service, told apart by their classes: they are injection tokens. */
export class EntitlementsClient extends ServiceClient {}
export class QuotasClient extends ServiceClient {}
