import { setTimeout as delay } from 'node:timers/promises';
import { isReady } from '../../embedded/health.ts';

/** The last word of `docker compose up`. */
const { GATEWAY_URL = '', PUBLIC_URL = '' } = process.env;
while (!(await isReady(GATEWAY_URL))) await delay(250);
console.log(`Waybill is ready: ${PUBLIC_URL}`);
