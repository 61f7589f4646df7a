import { join } from 'node:path';
import { ensureStackSecrets } from '../../stack/secrets.ts';

/** Makes what is missing, once for the life of the volume. */
await ensureStackSecrets(join(process.env.WAYBILL_HOME ?? '', 'secrets'));
console.log('The secrets are there');
