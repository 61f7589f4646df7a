/** Those that `npm run test:stack` found or started. Throws where there are none: no test is passed over. */
export function testBrokers(): string[] {
  const { KAFKA_BROKERS: named } = process.env;
  if (named === undefined || named === '') throw new Error('No Kafka for tests: npm run test:stack');
  return named.split(',');
}
