import { Body, Controller, Header, Post, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import {
  Caller,
  type Client,
  ClientInfo,
  CurrentCaller,
  Idempotent,
  type PlatformReply,
} from '@waybill/platform';
import { DomainError } from '@waybill/kernel';
import { StartedAnswer } from './offline/answers.js';
import { ReportStartedAnswer } from './tracking/answers.js';
import { StartRequest } from './offline/requests.js';
import { StartReport } from './tracking/requests.js';
import { ApiStartRefusals } from './start-refusals.js';
import { StartEdition, StartEditions } from './start-edition.js';

/**
 * The one path that two documents share: the body tells whose it is, `content_id` offline's, `file_id` tracking's
 * (DESIGN.md, section 9).
 */
@ApiTags('offline', 'tracking')
@ApiExtraModels(StartRequest, StartReport)
@Controller('api/downloads')
export class StartController {
  constructor(private readonly editions: StartEditions) {}

  @Post('start')
  @Idempotent()
  @Header('cache-control', 'no-store')
  @ApiBody({
    schema: { anyOf: [StartRequest, StartReport].map((type) => ({ $ref: getSchemaPath(type) })) },
  })
  @ApiStartRefusals()
  @ApiCreatedResponse({ type: StartedAnswer })
  @ApiOkResponse({ type: ReportStartedAnswer, description: 'Tracking edition: a `file_id` was reported' })
  async start(
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @ClientInfo() client: Client,
    @Res({ passthrough: true }) reply: PlatformReply,
  ): Promise<object> {
    const answer = await this.editionOf(body).start({ body, caller, client });
    reply.status(answer.status);
    return answer.body;
  }

  private editionOf(body: unknown): StartEdition {
    const edition = this.editions.find(body);
    if (edition !== undefined) return edition;
    throw nobodys();
  }
}

/** A body that tells nothing is refused in the words of both documents. */
function nobodys(): DomainError {
  const fields = [{ field: 'content_id', message: 'Missing content_id' }];
  return new DomainError('invalid', 'VALIDATION_FAILED', 'Missing content_id', {
    fields,
    edition: 'unknown',
  });
}
