import type { Server } from 'node:http';
import type { OnApplicationBootstrap, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { Readiness } from '@waybill/platform';
import { ReplicaNews } from './application/replica-news.js';
import type { FastLane } from './http/fast-lane.js';
import { FILES_CHANNEL, STOPS_CHANNEL } from './persistence/news-channels.js';
import { PostgresNews } from './persistence/postgres-news.js';
import { ByteStore } from './sources/byte-store.js';

/** Before the first request: the store is ready, the stops are known. */
export class ElementLifecycle implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  readonly #news: PostgresNews;

  constructor(
    private readonly store: ByteStore,
    private readonly lane: FastLane,
    private readonly adapters: HttpAdapterHost,
    news: ReplicaNews,
    private readonly readiness: Readiness,
    databaseUrl: string,
  ) {
    this.#news = new PostgresNews(databaseUrl, {
      onNotice: {
        [STOPS_CHANNEL]: (ids) => news.downloadsStopped(JSON.parse(ids) as readonly string[]),
        [FILES_CHANNEL]: (id) => news.fileRemoved(id),
      },
      onGap: () => news.lookAtEverything(),
    });
  }

  async onModuleInit(): Promise<void> {
    await this.store.prepare();
    this.readiness.register('storage', () => this.store.check());
    await this.#news.start();
  }

  onApplicationBootstrap(): void {
    // A command has no server.
    const adapter = this.adapters.httpAdapter as HttpAdapterHost['httpAdapter'] | undefined;
    if (adapter !== undefined) this.lane.install(adapter.getHttpServer() as Server);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#news.stop();
  }
}
