/** What the environment decides about links and places. Seconds, days, bytes per second. */
export abstract class EntitlementSettings {
  /** the link of a download, from its last start (DESIGN.md, section 3, "Times") */
  abstract readonly linkSeconds: number;
  /** a place before its download comes to life */
  abstract readonly leaseSeconds: number;
  abstract readonly grantKeepDays: number;
}
