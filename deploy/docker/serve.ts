import { join } from 'node:path';
import { ensureStackSecrets } from '../stack/secrets.ts';
import { ROOT } from '../workspace.ts';
import { environmentOf } from './container-environment.ts';

/** Runs a service in this process: `node deploy/docker/serve.ts download-sessions`. */
const service = process.argv[2] ?? '';
const secrets = await ensureStackSecrets(join(process.env.WAYBILL_HOME ?? '', 'secrets'));
const set = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
Object.assign(process.env, environmentOf(service, secrets, set));
await import(join(ROOT, 'apps', service, 'dist', 'main.js'));
