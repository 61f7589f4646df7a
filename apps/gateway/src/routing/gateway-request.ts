import type { PlatformRequest } from '@waybill/platform';
import type { Identity } from '../identity/identity.js';
import type { Route } from './route-table.js';

/** A request on its way through the gateway: each guard adds what it found out. */
export interface GatewayRequest extends PlatformRequest {
  waybillRoute?: Route;
  identity?: Identity | null;
}

/** Throws where the guards did not run: a fault in the wiring, never a client's. */
export function routeOf(request: GatewayRequest): Route {
  if (request.waybillRoute === undefined) throw new Error('The request has no route yet');
  return request.waybillRoute;
}
