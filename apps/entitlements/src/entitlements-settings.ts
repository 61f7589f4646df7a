import { EntitlementSettings } from './application/settings.js';
import type { EntitlementsConfig } from './config.js';

export class ConfiguredSettings extends EntitlementSettings {
  override readonly linkSeconds: number;
  override readonly leaseSeconds: number;
  override readonly grantKeepDays: number;

  constructor(config: EntitlementsConfig) {
    super();
    this.linkSeconds = config.LINK_SECONDS;
    this.leaseSeconds = config.PLACE_LEASE_SECONDS;
    this.grantKeepDays = config.GRANT_KEEP_DAYS;
  }
}
