/** Who is signed in. It stays in this tab: it is gone with it. */
export interface Session {
  readonly token: string;
  readonly userId: string;
  readonly roles: readonly string[];
  /** Unix milliseconds. */
  readonly expiresAt: number;
  /** An identity provider gave the token: it may renew it, and has a session of its own to end. */
  readonly isFromProvider: boolean;
}

/** Under which names a token says what. */
export interface ClaimNames {
  readonly subject: string;
  readonly roles: string;
}

const STORED = 'waybill.session';

/** Also one that has ended: whoever asks looks at its time. */
export function readSession(): Session | null {
  const stored = sessionStorage.getItem(STORED);
  return stored === null ? null : (JSON.parse(stored) as Session);
}

export function keepSession(session: Session): void {
  sessionStorage.setItem(STORED, JSON.stringify(session));
}

export function forgetSession(): void {
  sessionStorage.removeItem(STORED);
}

export const isOperator = ({ roles }: Session) => roles.includes('admin') || roles.includes('service');

/** Not a JWT, or one that does not say who and until when. */
export class UnreadableToken extends Error {}

/**
 * The claims are read, not trusted: the gateway checks the signature of every call.
 * @throws UnreadableToken
 */
export function sessionOf(token: string, names: ClaimNames, isFromProvider: boolean): Session {
  const { [names.subject]: userId, [names.roles]: roles, exp } = claimsOf(token);
  if (typeof userId !== 'string' || typeof exp !== 'number') throw new UnreadableToken();
  return {
    token,
    userId,
    roles: Array.isArray(roles) ? roles.map(String) : [],
    expiresAt: exp * 1000,
    isFromProvider,
  };
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch (cause) {
    throw new UnreadableToken('The token is no JWT', { cause });
  }
}
