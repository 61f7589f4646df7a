import { parseArgs } from 'node:util';
import type { TokenRequest } from './embedded/tokens.ts';

const ROLES = ['normal', 'premium', 'admin', 'service', 'analyst'];
const TIERS = ['free', 'premium', 'family'];
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const SUBJECT = /^[A-Za-z0-9_\-.:@|]{1,128}$/;

export const TOKEN_HELP = `Prints a JWT for the local stack.

  npm run token -- --sub alice [--roles normal,premium] [--tier premium] [--ttl 1h]

  --sub    who: 1 to 128 of A-Z a-z 0-9 _ - . : @ |
  --roles  ${ROLES.join(', ')}; separated by commas; normal by default
  --tier   ${TIERS.join(', ')}; free by default
  --ttl    how long it lives: 90s, 15m, 1h, 7d; 1h by default
`;

export class UsageError extends Error {}

/** Null asks for help. Throws a UsageError that says what is wrong. */
export function readTokenArguments(args: readonly string[]): TokenRequest | null {
  const { values } = parse(args);
  if (values.help === true) return null;
  return {
    subject: readSubject(values.sub),
    roles: readRoles(values.roles ?? 'normal'),
    tier: readTier(values.tier ?? 'free'),
    seconds: readSeconds(values.ttl ?? '1h'),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        sub: { type: 'string' },
        roles: { type: 'string' },
        tier: { type: 'string' },
        ttl: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readSubject(text: string | undefined): string {
  if (text === undefined) throw new UsageError('--sub is missing');
  if (!SUBJECT.test(text)) throw new UsageError(`--sub cannot be ${JSON.stringify(text)}`);
  return text;
}

function readRoles(text: string): string[] {
  const roles = text.split(',').map((role) => role.trim());
  const unknown = roles.find((role) => !ROLES.includes(role));
  if (unknown !== undefined)
    throw new UsageError(`--roles: ${JSON.stringify(unknown)} is none of ${ROLES.join(', ')}`);
  return [...new Set(roles)];
}

function readTier(text: string): string {
  if (!TIERS.includes(text))
    throw new UsageError(`--tier: ${JSON.stringify(text)} is none of ${TIERS.join(', ')}`);
  return text;
}

function readSeconds(text: string): number {
  const [, count, unit] = /^(\d{1,7})([smhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (!(seconds > 0))
    throw new UsageError(`--ttl: ${JSON.stringify(text)} is no time like 90s, 15m, 1h or 7d`);
  return seconds;
}
