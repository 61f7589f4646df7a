import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../workspace.ts';
import { asJson, type Generator } from '../generator.ts';
import { asyncApi } from './asyncapi.ts';

/** One AsyncAPI 3 document for all events. */
export const asyncApiDocument: Generator = {
  name: 'AsyncAPI document',
  folder: 'docs/events',
  ending: '.asyncapi.json',
  generate: () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    return Promise.resolve(new Map([['waybill.asyncapi.json', asJson(asyncApi(version))]]));
  },
};
