import { useQuery } from '@tanstack/react-query';
import type { ClaimNames } from './session';

/** OpenID Connect: code flow with PKCE. */
export interface Oidc {
  readonly authority: string;
  readonly clientId: string;
  readonly scope: string;
  /** Whom the access token is for (RFC 8707), where the provider wants to be told. */
  readonly resource: string | null;
}

/** What the gateway tells the page before anybody signed in. */
export interface Configuration {
  /** Null where no identity provider is configured. */
  readonly oidc: Oidc | null;
  /** True on the local stack only: the gateway signs a token for a name and a role. */
  readonly localSignIn: boolean;
  readonly claims: ClaimNames;
}

export async function readConfiguration(): Promise<Configuration> {
  const response = await fetch('/dashboard/config.json');
  if (!response.ok) throw new Error(`HTTP ${String(response.status)}`);
  return (await response.json()) as Configuration;
}

export function useConfiguration() {
  return useQuery({ queryKey: ['configuration'], queryFn: readConfiguration, staleTime: Infinity });
}
