import { Controller, Get, Header, HttpCode, Post, Req } from '@nestjs/common';
import { Public } from '@waybill/platform';
import { type GatewayConfig, GatewaySettings } from '../config.js';
import { readBody } from '../forwarding/read-body.js';
import { Admission } from '../limits/admission.js';
import type { GatewayRequest } from '../routing/gateway-request.js';
import { LocalIdentityProvider } from './local-identity-provider.js';
import { localIdentityFrom } from './local-identity.js';

const LARGEST_BODY_BYTES = 4_096;

/** What the page asks before anybody signed in. */
@Public()
@Controller('dashboard')
export class SignInController {
  constructor(
    private readonly settings: GatewaySettings,
    private readonly identities: LocalIdentityProvider,
    private readonly admission: Admission,
  ) {}

  @Get('config.json')
  @Header('cache-control', 'no-store')
  configuration() {
    const { JWT_CLAIM_SUBJECT: subject, JWT_CLAIM_ROLES: roles } = this.settings.config;
    return {
      oidc: identityProviderOf(this.settings.config),
      localSignIn: this.identities.isOpen,
      claims: { subject, roles },
    };
  }

  /** Refused with 404 wherever it was not opened: such a door does not even show. */
  @Post('sign-in')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async signIn(@Req() request: GatewayRequest): Promise<{ token: string }> {
    await this.admission.ofAddress(request);
    this.identities.assertOpen();
    const identity = localIdentityFrom(await readBody(request.raw, { bytes: LARGEST_BODY_BYTES }));
    return { token: await this.identities.sign(identity) };
  }
}

function identityProviderOf(config: GatewayConfig) {
  const { OIDC_AUTHORITY: authority, OIDC_CLIENT_ID: clientId, OIDC_SCOPE: scope } = config;
  if (authority === undefined || clientId === undefined) return null;
  return { authority, clientId, scope, resource: config.OIDC_RESOURCE ?? null };
}
