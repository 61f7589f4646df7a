import { type Configuration, type Oidc, readConfiguration } from './configuration';
import { type Session, sessionOf } from './session';

/** Loaded only where an identity provider is configured: most of the page's readers never need it. */
async function managerFor({ authority, clientId, scope, resource }: Oidc) {
  const { UserManager, WebStorageStateStore } = await import('oidc-client-ts');
  const here = `${location.origin}${location.pathname}`;
  const store = new WebStorageStateStore({ store: sessionStorage });
  return new UserManager({
    authority,
    client_id: clientId,
    redirect_uri: here,
    post_logout_redirect_uri: here,
    response_type: 'code',
    scope,
    ...(resource !== null && { resource }),
    userStore: store,
    stateStore: store,
    // It would renew in a frame, which the page's policy forbids; `renewSession` does it where there is a refresh token.
    automaticSilentRenew: false,
  });
}

/** Leaves the page for the identity provider, which sends the reader back to the place where he was. */
export async function beginSignIn(oidc: Oidc): Promise<void> {
  const manager = await managerFor(oidc);
  await manager.signinRedirect({ nonce: crypto.randomUUID(), state: location.hash });
}

/** True where the identity provider has just sent the reader back, signed in or refused. */
export function isReturning(): boolean {
  const query = new URLSearchParams(location.search);
  return query.has('state') && (query.has('code') || query.has('error'));
}

/** Trades the code for a session. State, nonce and PKCE are checked on the way; the answer is good once. */
export async function finishSignIn({ oidc, claims }: Configuration): Promise<Session> {
  if (oidc === null) throw new Error('No identity provider is configured');
  const answer = location.href;
  history.replaceState(null, '', location.pathname);
  const user = await (await managerFor(oidc)).signinRedirectCallback(answer);
  const session = sessionOf(user.access_token, claims, true);
  if (typeof user.state === 'string') history.replaceState(null, '', location.pathname + user.state);
  return session;
}

/** @returns null where the provider gave nothing to renew it with */
export async function renewSession(): Promise<Session | null> {
  const { oidc, claims } = await readConfiguration();
  if (oidc === null) return null;
  const manager = await managerFor(oidc);
  if ((await manager.getUser())?.refresh_token === undefined) return null;
  const user = await manager.signinSilent();
  return user === null ? null : sessionOf(user.access_token, claims, true);
}

/** Ends the provider's own session, too, where it can be ended: the reader leaves the page and comes back to the sign-in. */
export async function leaveProvider(): Promise<void> {
  const { oidc } = await readConfiguration();
  if (oidc === null) return;
  const manager = await managerFor(oidc);
  const end = await manager.metadataService.getEndSessionEndpoint();
  if (end === undefined) await manager.removeUser();
  else await manager.signoutRedirect();
}
