import { type Example, optional } from './like.js';

/** The answers that the offline document shows, field by field. */
const time = '2026-01-28T10:30:00.000Z';

const started = {
  id: 'clx123abc',
  user_id: 'clx789ghi',
  content_id: 'clx456def',
  status: 'pending',
  quality: '720p',
  progress: 0,
  file_size_bytes: '536870912',
  downloaded_bytes: '0',
  expires_at: time,
  created_at: time,
} satisfies Example;

const usage = {
  tier: 'premium',
  total_storage: '50 GB',
  total_storage_bytes: '53687091200',
  used_storage: '25.5 GB',
  used_storage_bytes: '27395133440',
  remaining_storage: '24.5 GB',
  remaining_storage_bytes: '26291957760',
} satisfies Example;

const settings = {
  auto_delete_enabled: true,
  auto_delete_days: 30,
  notification_threshold: 80,
} satisfies Example;

const tier = (name: string) =>
  ({
    tier: name,
    storage_gb: 5,
    storage_bytes: '5368709120',
    description: '…',
    features: ['…'],
  }) satisfies Example;

const quota = {
  id: 'clx123abc',
  user_id: 'clx789ghi',
  tier: 'free',
  total_storage_bytes: '5368709120',
  used_storage_bytes: '0',
} satisfies Example;

const remaining = { success: true, ...usage, remaining_percent: 49 } satisfies Example;

export const OFFLINE = {
  start: { success: true, message: 'Download started', download: started },
  list: {
    success: true,
    downloads: [
      {
        ...started,
        content: {
          id: 'clx456def',
          title: 'The Dark Knight',
          content_type: 'movie',
          thumbnail: optional('https://...'),
          is_premium: true,
        },
        updated_at: time,
      },
    ],
    pagination: { page: 1, take: 20, total: 45, totalPages: 3 },
  },
  progress: {
    success: true,
    download: {
      id: 'clx123abc',
      status: 'downloading',
      progress: 45,
      file_size_bytes: '536870912',
      downloaded_bytes: '241172480',
      content: { id: 'clx456def', title: 'The Dark Knight' },
    },
  },
  notFound: { success: false, message: 'Download not found' },
  pause: {
    success: true,
    message: 'Download paused',
    download: { id: 'clx123abc', status: 'paused', progress: 45 },
  },
  resume: {
    success: true,
    message: 'Download resumed',
    download: { id: 'clx123abc', status: 'downloading', progress: 45 },
  },
  cancel: {
    success: true,
    message: 'Download cancelled',
    download: { id: 'clx123abc', status: 'cancelled' },
  },
  delete: {
    success: true,
    message: 'Download deleted',
    download: { id: 'clx123abc', deleted_at: '2026-01-28T11:00:00.000Z' },
  },
  cleanup: {
    success: true,
    message: 'Cleanup completed - deleted 3 downloads',
    freed_storage: '1.43 GB',
    freed_storage_bytes: '1537302528',
  },
  usage: {
    success: true,
    storage: { ...usage, used_percent: 51, ...settings },
    alert: { used_percent: 51, threshold: 80, should_alert: false, tier: 'premium' },
  },
  info: {
    success: true,
    storage: {
      tier: 'premium',
      total_storage: '50 GB',
      used_storage: '25.5 GB',
      remaining_storage: '24.5 GB',
      used_percent: 51,
    },
    downloads_summary: { pending: 2, downloading: 1, completed: 15, paused: 1, failed: 0, cancelled: 2 },
    oldest_download: optional('2026-01-15T08:00:00.000Z'),
  },
  tiers: { success: true, tiers: { free: tier('free'), premium: tier('premium'), family: tier('family') } },
  quota: { success: true, quota: { ...usage, used_percent: 51, ...settings } },
  remaining,
  initialize: { success: true, message: 'Storage quota initialized', quota: { ...quota, ...settings } },
  upgrade: { success: true, message: 'Storage upgraded to premium', quota },
  settings: { success: true, message: 'Storage settings updated', quota: { id: 'clx123abc', ...settings } },
} satisfies Record<string, Example>;
