/**
 * What kafkajs calls final although the brokers only have to come back: a coordinator that a fresh broker has not made
 * yet, a connection that nobody answers on.
 */
const PASSING = new Set([
  'KafkaJSNumberOfRetriesExceeded',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSTimeout',
  'KafkaJSLockTimeout',
]);
/** What says for certain that no waiting helps, however it is wrapped. */
const FINAL = new Set(['KafkaJSSASLAuthenticationError', 'KafkaJSNotImplemented']);

interface KafkaError {
  readonly name?: unknown;
  readonly retriable?: unknown;
  readonly cause?: unknown;
}

/** Whether waiting for the brokers can help; a wrong password, a protocol that they do not speak or a bug it cannot. */
export function isBrokerAway(error: unknown): boolean {
  const chain = causesOf(error);
  if (chain.some(({ name }) => FINAL.has(String(name)))) return false;
  return chain.some(({ name, retriable }) => retriable === true || PASSING.has(String(name)));
}

/** The error and what caused it, the outermost first. */
function causesOf(error: unknown): readonly KafkaError[] {
  const chain: KafkaError[] = [];
  for (let next = error; typeof next === 'object' && next !== null; next = (next as KafkaError).cause) {
    if (chain.includes(next)) break;
    chain.push(next);
  }
  return chain;
}
