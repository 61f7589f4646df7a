import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { Internal } from '@waybill/platform';
import { CheckFileAccess } from '../../application/check-file-access.js';
import { DecideDownloads } from '../../application/decide-downloads.js';
import { GiveBackPlace } from '../../application/give-back-place.js';
import { IssueLink } from '../../application/issue-link.js';
import { PublicIdPipe } from '../public-id.pipe.js';
import { presentDecision, presentFileAccess, presentLink, presentOutcomes } from './internal-presenter.js';
import {
  askingOf,
  boundRequestOf,
  DecisionBatchRequest,
  DecisionRequest,
  FileAccessRequest,
  LinkRequest,
  requestOf,
} from './internal-requests.js';

/** For other services only (docs/internals.md, "Calls between services"). */
@Controller('internal')
@Internal()
export class InternalController {
  constructor(
    private readonly decisions: DecideDownloads,
    private readonly links: IssueLink,
    private readonly places: GiveBackPlace,
    private readonly access: CheckFileAccess,
  ) {}

  @Post('decisions')
  async decide(@Body() body: DecisionRequest) {
    return presentDecision(await this.decisions.one(askingOf(body), requestOf(body)));
  }

  @Post('decisions/batch')
  async decideAll(@Body() body: DecisionBatchRequest) {
    return presentOutcomes(await this.decisions.execute(askingOf(body), body.items.map(requestOf)));
  }

  @Post('links')
  async link(@Body() body: LinkRequest) {
    return presentLink(await this.links.execute(askingOf(body), boundRequestOf(body)));
  }

  @Delete('places/:downloadId')
  @HttpCode(204)
  async giveBack(@Param('downloadId', PublicIdPipe) downloadId: string): Promise<void> {
    await this.places.execute(downloadId);
  }

  @Post('file-access')
  @HttpCode(200)
  async fileAccess(@Body() body: FileAccessRequest) {
    return presentFileAccess(await this.access.execute(body));
  }
}
