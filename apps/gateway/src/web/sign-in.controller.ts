import { Controller, Get, Header, HttpCode, Post, Req } from '@nestjs/common';
import { Public } from '@waybill/platform';
import { GatewaySettings } from '../config.js';
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
    const { OIDC_AUTHORITY: authority, OIDC_CLIENT_ID: clientId, OIDC_SCOPE: scope } = this.settings.config;
    const oidc = authority === undefined || clientId === undefined ? null : { authority, clientId, scope };
    return { oidc, localSignIn: this.identities.isOpen };
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
