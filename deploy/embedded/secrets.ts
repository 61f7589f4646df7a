import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK } from 'jose';

/** What the services of one home share with nobody else. */
export interface Secrets {
  /** HS256, of the local identity provider: signs what `npm run token` prints. */
  readonly jwtSecret: string;
  /** HS256, of the caller tokens between services. */
  readonly callerTokenSecret: string;
  /** Ed25519, PKCS8 PEM: signs tickets. */
  readonly ticketPrivateKey: string;
  /** JWKS: checks tickets. */
  readonly ticketPublicKeys: string;
  readonly databasePassword: string;
}

/** Reads them, after making those that are missing: a token may be asked for before the first start. */
export async function ensureSecrets(folder: string): Promise<Secrets> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ensure = (name: string, make: () => string) => ensureSecret(join(folder, name), make);
  const ticketPrivateKey = ensure('ticket-private-key.pem', newTicketKey);
  return {
    jwtSecret: ensure('jwt-secret', newSecret),
    callerTokenSecret: ensure('caller-token-secret', newSecret),
    ticketPrivateKey,
    ticketPublicKeys: await publicKeysOf(ticketPrivateKey),
    databasePassword: ensure('database-password', newSecret),
  };
}

export const newSecret = () => randomBytes(32).toString('hex');

function newTicketKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** `kid` is the key's thumbprint (RFC 7638), so that whoever holds the private key knows it too. */
async function publicKeysOf(privateKey: string): Promise<string> {
  const jwk = await exportJWK(createPublicKey(privateKey));
  const kid = await calculateJwkThumbprint(jwk);
  return JSON.stringify({ keys: [{ ...jwk, kid, alg: 'EdDSA', use: 'sig' }] });
}

/** Whole or not at all, and the first one made stays: `token` and `start` may run at the same time. */
export function ensureSecret(path: string, make: () => string): string {
  const existing = read(path);
  if (existing !== null) return existing;
  const draft = `${path}.${String(process.pid)}`;
  writeFileSync(draft, make(), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8');
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
