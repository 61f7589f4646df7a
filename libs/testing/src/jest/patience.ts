import { jest } from '@jest/globals';

/** A test with a database or several services waits for them: the default of five seconds is for those that do no I/O. */
jest.setTimeout(60_000);
