import { join } from 'node:path';

/** The checkout, wherever the commands are called from. */
export const ROOT = join(import.meta.dirname, '..');
