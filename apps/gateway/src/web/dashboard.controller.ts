import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { Public } from '@waybill/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewaySettings } from '../config.js';
import { found } from './nothing-here.js';
import { pagePolicy, withPolicy } from './page-policy.js';
import { sendFile } from './send-file.js';
import { WebFolder } from './web-folder.js';

/** The dashboard as Vite built it: the page is asked for each time, what it names is kept forever. */
@Public()
@Controller()
export class DashboardController {
  readonly #folder: WebFolder;
  readonly #policy: string;

  constructor({ config }: GatewaySettings) {
    this.#folder = new WebFolder(config.DASHBOARD_ROOT);
    this.#policy = pagePolicy(
      config.OIDC_AUTHORITY === undefined ? [] : [new URL(config.OIDC_AUTHORITY).origin],
    );
  }

  @Get(['', 'index.html'])
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = found(await this.#folder.find('index.html'));
    await sendFile(request, withPolicy(reply, this.#policy), page, 'revalidate');
  }

  @Get('icon.svg')
  async icon(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendFile(request, reply, found(await this.#folder.find('icon.svg')), 'revalidate');
  }

  @Get('assets/:name')
  async asset(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('name') name: string,
  ): Promise<void> {
    await sendFile(request, reply, found(await this.#folder.find(`assets/${name}`)), 'immutable');
  }
}
