export const SERVICES = [
  'download-sessions',
  'storage-quotas',
  'entitlements',
  'storage-element',
  'analytics',
] as const;
export type ServiceName = (typeof SERVICES)[number];
export type Edition = 'tasks' | 'offline' | 'store' | 'tracking' | 'files' | 'own';
/** Who passes: a person with a token; anybody; a person, or whoever holds the ticket in `?token=`. */
export type Access = 'signed-in' | 'public' | 'ticket';
/** What moves: a JSON call, bytes that are streamed in one direction, or events until one side has enough. */
export type Traffic = 'call' | 'download' | 'upload' | 'events';

export interface Route {
  /** Any method where there are none. */
  readonly methods?: readonly string[];
  /** `:name` is one segment, a last `*` one or more. */
  readonly path: string;
  readonly service: ServiceName;
  readonly edition: Edition;
  readonly access?: Access;
  readonly traffic?: Traffic;
}

const store = (path: string): Route[] =>
  ['', '/api'].map((prefix) => ({ path: `${prefix}${path}`, service: 'entitlements', edition: 'store' }));

const READ = ['GET', 'HEAD'];

/**
 * Who answers which path (docs/internals.md). The first row that fits wins, so static segments stand before `:id`
 * (DESIGN.md, section 9).
 */
export const ROUTES: readonly Route[] = [
  // store, also under /api/downloads as its own example calls it
  ...store('/downloads/generate/:assetId'),
  ...store('/downloads/history'),
  ...store('/downloads/can-download/:assetId'),
  ...store('/downloads/admin/*'),

  // server-sent events: an answer that does not end
  ...['/downloads/events', '/downloads/:id/events'].map((path): Route => ({
    methods: ['GET'],
    path,
    service: 'download-sessions',
    edition: 'tasks',
    traffic: 'events',
  })),
  // tasks
  { path: '/downloads/stats', service: 'analytics', edition: 'tasks' },
  { path: '/downloads', service: 'download-sessions', edition: 'tasks' },
  { path: '/downloads/batch', service: 'download-sessions', edition: 'tasks' },
  { path: '/downloads/cleanup', service: 'download-sessions', edition: 'tasks' },
  { path: '/downloads/:id', service: 'download-sessions', edition: 'tasks' },
  { path: '/downloads/:id/*', service: 'download-sessions', edition: 'tasks' },

  // tracking: what is read
  { path: '/api/downloads/user/:userId/*', service: 'analytics', edition: 'tracking' },
  { path: '/api/downloads/files/*', service: 'analytics', edition: 'tracking' },
  { path: '/api/downloads/stats/daily', service: 'analytics', edition: 'tracking' },
  { path: '/api/downloads/bandwidth/usage', service: 'analytics', edition: 'tracking' },

  // tracking: what is done
  { path: '/api/downloads/complete/:id', service: 'download-sessions', edition: 'tracking' },
  { path: '/api/downloads/fail/:id', service: 'download-sessions', edition: 'tracking' },
  { path: '/api/downloads/cancel/:id', service: 'download-sessions', edition: 'tracking' },
  { path: '/api/downloads/resume', service: 'download-sessions', edition: 'tracking' },
  { path: '/api/downloads/queue/:userId', service: 'download-sessions', edition: 'tracking' },

  // offline; `start` is tracking's too, its body tells
  { path: '/api/downloads/storage/*', service: 'storage-quotas', edition: 'offline' },
  {
    methods: READ,
    path: '/api/storage/tiers',
    service: 'storage-quotas',
    edition: 'offline',
    access: 'public',
  },
  { path: '/api/storage/*', service: 'storage-quotas', edition: 'offline' },
  { path: '/api/downloads', service: 'download-sessions', edition: 'offline' },
  { path: '/api/downloads/start', service: 'download-sessions', edition: 'offline' },
  { path: '/api/downloads/cleanup', service: 'download-sessions', edition: 'offline' },
  { path: '/api/downloads/:id', service: 'download-sessions', edition: 'offline' },
  { path: '/api/downloads/:id/*', service: 'download-sessions', edition: 'offline' },

  // files
  {
    path: '/api/v1/files/:id/download',
    service: 'storage-element',
    edition: 'files',
    access: 'ticket',
    traffic: 'download',
  },

  // Waybill's own (DESIGN.md, section 10)
  {
    methods: ['PUT'],
    path: '/api/v1/files/:id',
    service: 'storage-element',
    edition: 'own',
    traffic: 'upload',
  },
  { path: '/api/v1/files/*', service: 'storage-element', edition: 'own' },
  ...['assets', 'orders', 'subscriptions', 'users'].flatMap((name): Route[] => [
    { path: `/api/v1/${name}`, service: 'entitlements', edition: 'own' },
    { path: `/api/v1/${name}/*`, service: 'entitlements', edition: 'own' },
  ]),
  ...['alerts', 'reports'].flatMap((name): Route[] => [
    { path: `/api/${name}`, service: 'analytics', edition: 'own' },
    { path: `/api/${name}/*`, service: 'analytics', edition: 'own' },
  ]),
];

/** Whose words are used where no route fits: the edition that the beginning of the path belongs to. */
export const EDITION_OF_PREFIX: readonly (readonly [prefix: string, edition: Edition])[] = [
  ['/downloads', 'tasks'],
  ['/api/downloads', 'offline'],
  ['/api/storage', 'offline'],
];
