import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

export const AUDIENCE = 'https://waybill.example/api';
export const CLIENT = 'waybill-dashboard';

/** What is used of it here: it brings no types of its own. */
type ProviderClass = new (issuer: string, configuration: object) => { callback(): RequestListener };
const PROVIDER = 'oidc-provider';

export interface Habits {
  readonly tokenSeconds: number;
  readonly refreshes: boolean;
}

/** A real OpenID provider: whoever signs in is who he says, `ada` is an admin. */
export class IdentityProvider {
  habits: Habits = { tokenSeconds: 3_600, refreshes: true };
  #answer: RequestListener = (_request, response) => response.writeHead(503).end();

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  /** It has an address at once; it answers when it knows whom it works for. */
  static async listen(): Promise<IdentityProvider> {
    const server = createServer((request, response) => provider.#answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const provider = new IdentityProvider(server, `http://127.0.0.1:${String(port)}`);
    return provider;
  }

  async workFor(page: string): Promise<void> {
    const { default: Provider } = (await import(PROVIDER)) as { default: ProviderClass };
    this.#answer = new Provider(this.issuer, this.#configuration(page)).callback();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  #configuration(page: string): object {
    return {
      clients: [
        {
          client_id: CLIENT,
          redirect_uris: [page],
          post_logout_redirect_uris: [page],
          token_endpoint_auth_method: 'none',
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
        },
      ],
      cookies: { keys: ['a key for the cookies of a test'] },
      pkce: { required: () => true },
      clientBasedCORS: () => true,
      findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub }) }),
      issueRefreshToken: () => this.habits.refreshes,
      extraTokenClaims: (_context: unknown, { accountId }: { accountId: string }) => ({
        roles: [accountId === 'ada' ? 'admin' : 'normal'],
        tier: 'premium',
      }),
      features: {
        devInteractions: { enabled: true },
        resourceIndicators: {
          enabled: true,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: '',
            audience: AUDIENCE,
            accessTokenTTL: this.habits.tokenSeconds,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256' } },
          }),
        },
      },
    };
  }
}
