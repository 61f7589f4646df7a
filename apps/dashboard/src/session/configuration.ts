/** What the gateway tells the page before anybody signed in. */
export interface Configuration {
  /** OpenID Connect (code flow with PKCE), where an identity provider is configured. */
  readonly oidc: { readonly authority: string; readonly clientId: string; readonly scope: string } | null;
  /** True on the local stack only: the gateway signs a token for a name and a role. */
  readonly localSignIn: boolean;
}

export async function readConfiguration(): Promise<Configuration> {
  const response = await fetch('/dashboard/config.json');
  if (!response.ok) throw new Error(`The gateway answered ${String(response.status)}`);
  return (await response.json()) as Configuration;
}
