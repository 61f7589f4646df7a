import { Readable } from 'node:stream';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
} from '@nestjs/swagger';
import {
  Caller,
  CurrentCaller,
  type PlatformReply,
  type PlatformRequest,
  Readiness,
} from '@waybill/platform';
import { DownloadQueries } from '../../application/download-queries.js';
import { FollowDownloads, type Following } from '../../application/follow-downloads.js';
import { StreamPlaces } from '../../application/stream-places.js';
import { DownloadIdPipe } from '../download-id.pipe.js';
import { LiveDownload } from './live-download.js';
import { lastEventId, writeNews } from './live-event.js';

const STREAM = {
  description:
    'Server-sent events: `ready` at once, `download` with a LiveDownload in `data` at each change (of several in a moment the ' +
    'last one), a comment every 15 seconds of silence. It ends when the service stops: come back with `Last-Event-ID`.',
  content: { 'text/event-stream': { schema: { type: 'string' as const } } },
};

/** Downloads as they move. A stream that takes up again tells whatever changed meanwhile. */
@ApiTags('tasks')
@ApiExtraModels(LiveDownload)
@ApiHeader({ name: 'Last-Event-ID', required: false, description: 'the `id` of the last event received' })
@ApiTooManyRequestsResponse({
  description: 'More than six streams of one person, over all replicas; `Retry-After` says when to try again',
})
@Controller('downloads')
export class LiveController {
  constructor(
    private readonly followDownloads: FollowDownloads,
    private readonly queries: DownloadQueries,
    private readonly places: StreamPlaces,
    private readonly readiness: Readiness,
  ) {}

  @Get('events')
  @ApiOkResponse(STREAM)
  async all(
    @CurrentCaller() { subject: userId }: Caller,
    @Req() request: PlatformRequest,
    @Res() reply: PlatformReply,
  ): Promise<void> {
    await this.#stream({ userId, downloadId: null }, request, reply);
  }

  @Get(':downloadId/events')
  @ApiOkResponse(STREAM)
  @ApiNotFoundResponse({ description: 'Not there, or not the caller’s' })
  async one(
    @CurrentCaller() { subject: userId }: Caller,
    @Param('downloadId', DownloadIdPipe) id: string,
    @Req() request: PlatformRequest,
    @Res() reply: PlatformReply,
  ): Promise<void> {
    const { state } = await this.queries.find({ id, userId });
    await this.#stream({ userId, downloadId: state.id }, request, reply);
  }

  async #stream(
    followed: Pick<Following, 'userId' | 'downloadId'>,
    request: PlatformRequest,
    reply: PlatformReply,
  ): Promise<void> {
    const giveBack = await this.places.take(followed.userId);
    // Who went while he waited for his place has closed unheard.
    if (reply.raw.destroyed) {
      giveBack();
      return;
    }
    const gone = new AbortController();
    reply.raw.once('close', () => {
      gone.abort();
      giveBack();
    });
    const signal = AbortSignal.any([gone.signal, this.readiness.stoppingSignal]);
    const after = lastEventId(request.headers['last-event-id']);
    const news = this.#written(this.followDownloads.execute({ ...followed, after, signal }));
    await reply
      .headers({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      .send(Readable.from(news));
  }

  async *#written(news: ReturnType<FollowDownloads['execute']>): AsyncGenerator<string> {
    let isFirst = true;
    for await (const piece of news) {
      yield writeNews(piece, isFirst, new Date());
      isFirst = false;
    }
  }
}
