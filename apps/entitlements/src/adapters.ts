import { type Provider } from '@nestjs/common';
import { Clock, SystemClock } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { CallerTokens, ServiceClient } from '@waybill/platform';
import { Assets } from './application/assets.js';
import { Downloads } from './application/downloads.js';
import { FileStore } from './application/file-store.js';
import { Files } from './application/files.js';
import { GrantCarrier } from './application/grant-carrier.js';
import { GrantWindow } from './application/grant-window.js';
import { Grants } from './application/grants.js';
import { LinkCache } from './application/link-cache.js';
import { Orders } from './application/orders.js';
import { Places } from './application/places.js';
import { EntitlementSettings } from './application/settings.js';
import { Standings } from './application/standings.js';
import { StoreQueries } from './application/store-queries.js';
import { Subscriptions } from './application/subscriptions.js';
import type { EntitlementsConfig } from './config.js';
import { openCarrier } from './delivery/delivery.js';
import { MemoryLinkCache } from './delivery/memory-link-cache.js';
import { StorageElementFiles } from './delivery/storage-element-files.js';
import { ConfiguredSettings } from './entitlements-settings.js';
import { TypeormAssets } from './persistence/typeorm-assets.js';
import { TypeormDownloads } from './persistence/typeorm-downloads.js';
import { TypeormFiles } from './persistence/typeorm-files.js';
import { TypeormGrantWindow } from './persistence/typeorm-grant-window.js';
import { TypeormGrants } from './persistence/typeorm-grants.js';
import { TypeormOrders } from './persistence/typeorm-orders.js';
import { TypeormPlaces } from './persistence/typeorm-places.js';
import { TypeormStandings } from './persistence/typeorm-standings.js';
import { TypeormStoreQueries } from './persistence/typeorm-store-queries.js';
import { TypeormSubscriptions } from './persistence/typeorm-subscriptions.js';
import { RedisConnection } from './redis/redis-connection.js';
import { RedisGrantWindow } from './redis/redis-grant-window.js';
import { RedisLinkCache } from './redis/redis-link-cache.js';

const STORAGE_TIMEOUT_MS = 3_000;

const database: Provider[] = [
  { provide: Assets, useClass: TypeormAssets },
  { provide: Downloads, useClass: TypeormDownloads },
  { provide: Files, useClass: TypeormFiles },
  { provide: Grants, useClass: TypeormGrants },
  { provide: Orders, useClass: TypeormOrders },
  { provide: Places, useClass: TypeormPlaces },
  { provide: Standings, useClass: TypeormStandings },
  { provide: StoreQueries, useClass: TypeormStoreQueries },
  { provide: Subscriptions, useClass: TypeormSubscriptions },
];

/** What replicas share: Redis where there is one, else the database and this process. */
function shared({ REDIS_URL: url }: EntitlementsConfig, clock: Clock): Provider[] {
  if (url === undefined)
    return [
      { provide: GrantWindow, useClass: TypeormGrantWindow },
      { provide: LinkCache, useFactory: () => new MemoryLinkCache(clock) },
    ];
  return [
    { provide: RedisConnection, useFactory: () => new RedisConnection(url) },
    {
      provide: GrantWindow,
      inject: [RedisConnection, Transactions],
      useFactory: (redis: RedisConnection, transactions: Transactions) =>
        new RedisGrantWindow(redis, new TypeormGrantWindow(transactions)),
    },
    {
      provide: LinkCache,
      inject: [RedisConnection],
      useFactory: (redis: RedisConnection) => new RedisLinkCache(redis),
    },
  ];
}

/** What the ports are here. */
export function adapters(config: EntitlementsConfig, clock: Clock = new SystemClock()): Provider[] {
  return [
    ...database,
    { provide: Clock, useValue: clock },
    { provide: EntitlementSettings, useValue: new ConfiguredSettings(config) },
    { provide: GrantCarrier, useFactory: () => openCarrier(config) },
    { provide: FileStore, useClass: StorageElementFiles },
    ...shared(config, clock),
    {
      provide: ServiceClient,
      inject: [CallerTokens],
      useFactory: (tokens: CallerTokens) =>
        new ServiceClient({
          service: 'storage-element',
          baseUrl: config.STORAGE_ELEMENT_URL,
          timeoutMs: STORAGE_TIMEOUT_MS,
          tokens,
        }),
    },
  ];
}
