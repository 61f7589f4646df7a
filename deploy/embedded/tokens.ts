import { SignJWT } from 'jose';

export const LOCAL_ISSUER = 'waybill-local';
export const LOCAL_AUDIENCE = 'waybill';

export interface TokenRequest {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly tier: string;
  readonly seconds: number;
}

/** What the identity provider would sign: the claims of DESIGN.md, section 10. */
export async function mintToken(secret: string, request: TokenRequest): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ roles: request.roles, tier: request.tier })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(request.subject)
    .setIssuer(LOCAL_ISSUER)
    .setAudience(LOCAL_AUDIENCE)
    .setIssuedAt(now)
    .setExpirationTime(now + request.seconds)
    .sign(new TextEncoder().encode(secret));
}
