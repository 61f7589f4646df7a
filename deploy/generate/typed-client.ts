import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../workspace.ts';
import type { Generator } from './generator.ts';

/** Types of all operations, made of the document that the other generators have just written. */
export const typedClient: Generator = {
  name: 'the typed client',
  folder: 'docs/openapi',
  ending: '.d.ts',
  generate: async () => {
    // It brings its own TypeScript, so it runs by itself.
    const program = join(ROOT, 'apps/dashboard/node_modules/openapi-typescript/bin/cli.js');
    const document = join(ROOT, 'docs/openapi/waybill-all.openapi.json');
    const options = { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 };
    const args = [program, document, '--default-non-nullable=false'];
    const { stdout } = await promisify(execFile)(process.execPath, args, options);
    return new Map([['schema.d.ts', stdout]]);
  },
};
