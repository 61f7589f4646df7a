import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../workspace.ts';
import { asJson, type Generator } from '../generator.ts';
import { assembleEdition, merge } from './assemble.ts';
import { EDITIONS } from './editions.ts';
import type { Examples } from './examples.ts';
import { serviceDocuments } from './service-documents.ts';

/** One OpenAPI 3.1 document an edition and one for all of them, read from the controllers. */
export const openApi: Generator = {
  name: 'OpenAPI documents',
  folder: 'docs/openapi',
  ending: '.openapi.json',
  generate: async () => {
    const { version } = readJson('package.json') as { version: string };
    const examples = readJson('docs/openapi/examples.json') as Examples;
    const services = await serviceDocuments(throwAwayKeys());
    const documents = EDITIONS.map((edition) => assembleEdition(edition, services, version, examples));
    const editions = EDITIONS.map(
      ({ name }, index) => [`${name}.openapi.json`, asJson(documents[index])] as const,
    );
    return new Map([...editions, ['waybill-all.openapi.json', asJson(merge(documents, version))] as const]);
  },
};

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

/** The configurations ask for keys; nothing is signed with these. */
function throwAwayKeys(): Record<string, string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    TICKET_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    TICKET_PUBLIC_KEYS: JSON.stringify({
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'none', alg: 'EdDSA', use: 'sig' }],
    }),
  };
}
