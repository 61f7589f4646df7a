/** What was asked for cannot be understood, or not be done from here: told in one line. */
export class UsageError extends Error {}
