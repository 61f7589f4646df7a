import { join } from 'node:path';
import { ensureStackSecrets } from '../stack/secrets.ts';
import { ROOT } from '../workspace.ts';
import { environmentOf } from './container-environment.ts';

/**
 * Runs a service in this process, or a command of it with its arguments: `node deploy/docker/serve.ts download-sessions`,
 * `node deploy/docker/serve.ts storage-element commands/scrub --help`.
 */
const [service = '', program = 'main'] = process.argv.splice(2, 2);
const secrets = await ensureStackSecrets(join(process.env.WAYBILL_HOME ?? '', 'secrets'));
const set = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
Object.assign(process.env, environmentOf(service, secrets, set));
await import(join(ROOT, 'apps', service, 'dist', `${program}.js`));
