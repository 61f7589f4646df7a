/** PostgreSQL, appendix A: serialization_failure, deadlock_detected. */
const CONFLICTS = new Set(['40001', '40P01']);

/** The SQLSTATE or the system's error code, wherever a wrapper hid it. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  return errorCode(driverError) ?? (typeof code === 'string' ? code : undefined);
}

export function isTransactionConflict(error: unknown): boolean {
  return CONFLICTS.has(errorCode(error) ?? '');
}

/** Classes 08 (connection exception), 57P (operator intervention: shut down, cannot connect now), 53300 (too many connections). */
const AWAY =
  /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;
/** node-postgres gives these no code. */
const CUT =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/;

/** True where the database could not be asked: no fault of the statement, so it does not count against a message. */
export function isDatabaseAway(error: unknown): boolean {
  if (AWAY.test(errorCode(error) ?? '')) return true;
  return error instanceof Error && CUT.test(error.message);
}
