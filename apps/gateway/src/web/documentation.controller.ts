import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { Public } from '@waybill/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ContractDocuments } from './contract-documents.js';
import { STARTER, SWAGGER_PAGE, SWAGGER_STYLE } from './documentation-page.js';
import { eventsPage, EVENTS_STYLE } from './events/events-page.js';
import { found } from './nothing-here.js';
import { pagePolicy, withPolicy } from './page-policy.js';
import { sendFile } from './send-file.js';
import { webFile, WebFolder } from './web-folder.js';

const SWAGGER_UI = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const HTML = 'text/html; charset=utf-8';

/** The contracts, to read and to browse: of every edition, and of the events. */
@Public()
@Controller()
export class DocumentationController {
  readonly #swagger = new WebFolder(SWAGGER_UI);

  constructor(private readonly documents: ContractDocuments) {}

  @Get('openapi.json')
  async merged(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendFile(request, reply, await this.documents.openApi('waybill-all'), 'revalidate');
  }

  @Get('openapi/:document')
  async edition(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('document') document: string,
  ): Promise<void> {
    const file = await this.documents.openApi(document.replace(/\.json$/, ''));
    await sendFile(request, reply, file, 'revalidate');
  }

  @Get('asyncapi.json')
  async events(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendFile(request, reply, await this.documents.asyncApi(), 'revalidate');
  }

  @Get('docs')
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = await webFile(Buffer.from(SWAGGER_PAGE), HTML);
    await sendFile(request, withPolicy(reply, SWAGGER_POLICY), page, 'revalidate');
  }

  @Get('docs/start.js')
  async starter(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const script = await webFile(Buffer.from(STARTER), 'text/javascript; charset=utf-8');
    await sendFile(request, reply, script, 'revalidate');
  }

  @Get('docs/page.css')
  async style(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const style = await webFile(Buffer.from(SWAGGER_STYLE), 'text/css; charset=utf-8');
    await sendFile(request, reply, style, 'revalidate');
  }

  @Get('docs/ui/:name')
  async part(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('name') name: string,
  ): Promise<void> {
    await sendFile(request, reply, found(await this.#swagger.find(name)), 'revalidate');
  }

  @Get('docs/events')
  async eventsPage(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = eventsPage(await this.documents.readAsyncApi());
    await sendFile(
      request,
      withPolicy(reply, EVENTS_POLICY),
      await webFile(Buffer.from(page), HTML),
      'revalidate',
    );
  }

  @Get('docs/events.css')
  async eventsStyle(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const style = await webFile(Buffer.from(EVENTS_STYLE), 'text/css; charset=utf-8');
    await sendFile(request, reply, style, 'revalidate');
  }
}

/** Swagger UI's logo brings a style sheet within its SVG. */
const SWAGGER_POLICY = pagePolicy([], ["'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='"]);
const EVENTS_POLICY = pagePolicy();
