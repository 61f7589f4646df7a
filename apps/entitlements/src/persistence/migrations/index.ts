import { Entitlements1767225600000 } from './1767225600000-entitlements.js';
import { Downloads1767225660000 } from './1767225660000-downloads.js';
import { CountHistories1767225720000 } from './1767225720000-count-histories.js';

/** In the order in which they run. */
export const entitlementsMigrations = [
  Entitlements1767225600000,
  Downloads1767225660000,
  CountHistories1767225720000,
];
