import type { Configuration } from './configuration';

type Oidc = NonNullable<Configuration['oidc']>;

/** Loaded only where an identity provider is configured: most of the page's readers never need it. */
async function managerFor({ authority, clientId, scope }: Oidc) {
  const { UserManager } = await import('oidc-client-ts');
  const here = `${location.origin}${location.pathname}`;
  return new UserManager({
    authority,
    client_id: clientId,
    redirect_uri: here,
    post_logout_redirect_uri: here,
    response_type: 'code',
    scope,
  });
}

/** Leaves the page for the identity provider. */
export async function beginSignIn(oidc: Oidc): Promise<void> {
  await (await managerFor(oidc)).signinRedirect();
}

/** True where the identity provider has just sent the reader back. */
export function isReturning(): boolean {
  const query = new URLSearchParams(location.search);
  return query.has('code') && query.has('state');
}

/** @returns the access token */
export async function finishSignIn(oidc: Oidc): Promise<string> {
  const user = await (await managerFor(oidc)).signinCallback();
  history.replaceState(null, '', location.pathname + location.hash);
  if (user === undefined) throw new Error('The identity provider sent no user');
  return user.access_token;
}
