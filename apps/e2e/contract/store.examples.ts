import { type Example, optional } from './like.js';

/** The answers that the store document shows, field by field, and the shapes that the design adds where it is silent. */
const time = '2026-02-01T15:30:00.000Z';
const meta = { total: 15, page: 1, limit: 20, totalPages: 1 } satisfies Example;

export const STORE = {
  generate: {
    url: 'https://bucket.s3.region.amazonaws.com/file?signature=...',
    expiresAt: time,
    expiresIn: 300,
    asset: {
      id: '123e4567-e89b-12d3-a456-426614174000',
      title: 'Medieval Castle 3D Model',
      category: 'Architecture',
      vendor: 'John Doe',
    },
  },
  history: {
    data: [
      {
        assetId: '...',
        assetTitle: 'Medieval Castle',
        assetCategory: 'Architecture',
        price: 29.99,
        purchaseDate: optional('2026-01-15T10:00:00.000Z'),
        downloadCount: 3,
        lastDownloadAt: '2026-02-01T14:30:00.000Z',
      },
    ],
    meta,
  },
  adminAll: { data: [{ id: '…', userId: '…', assetId: '…', assetTitle: '…', createdAt: time }], meta },
  adminStats: {
    totalDownloads: 1523,
    uniqueUsers: 342,
    uniqueAssets: 156,
    recentDownloads30Days: 487,
    averageDownloadsPerDay: '16.23',
    topAssets: [
      {
        assetId: '...',
        title: 'Medieval Castle',
        category: optional('Architecture'),
        price: optional(29.99),
        downloadCount: 87,
      },
    ],
  },
  error: { statusCode: 403, message: 'Payment not confirmed yet', error: 'Forbidden', code: 'ORDER_PENDING' },
} satisfies Record<string, Example>;
