/** Who is signed in. The token stays in this tab: it is gone with it. */
export interface Session {
  readonly token: string;
  readonly userId: string;
  readonly roles: readonly string[];
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

const STORED = 'waybill.token';

export function readSession(): Session | null {
  const token = sessionStorage.getItem(STORED);
  const session = token === null ? null : sessionOf(token);
  return session === null || session.expiresAt <= Date.now() ? null : session;
}

export function keepSession(token: string): Session | null {
  sessionStorage.setItem(STORED, token);
  return readSession();
}

export function forgetSession(): void {
  sessionStorage.removeItem(STORED);
}

export const isOperator = ({ roles }: Session) => roles.includes('admin') || roles.includes('service');

/** The claims are read, not trusted: the gateway checks the signature of every call. */
function sessionOf(token: string): Session | null {
  try {
    const payload = token.split('.')[1] ?? '';
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as {
      sub: string;
      roles?: string[];
      exp: number;
    };
    return { token, userId: claims.sub, roles: claims.roles ?? [], expiresAt: claims.exp * 1000 };
  } catch {
    return null;
  }
}
