import { type Example, optional } from './like.js';

/** The answers that the tasks document shows, field by field; a comment where its sample cannot be taken literally. */
const time = '2024-01-25T11:30:00Z';

const created = {
  id: 'dl_789012',
  resourceId: 'res_123456',
  resourceTitle: 'React 完整教程视频',
  fileName: 'React完整教程视频.zip',
  fileSize: 3_355_443_200,
  downloadUrl: 'https://secure-download.example.com/dl_789012?token=abc123',
  status: 'pending',
  quality: 'high',
  expiresAt: time,
  createdAt: time,
  downloadCount: 1,
  remainingDownloads: 9,
} satisfies Example;

const listed = {
  ...created,
  resourceType: 'video',
  resourceThumbnail: optional('https://cdn.example.com/thumbnails/res_123456.jpg'),
  downloaded: 3_355_443_200,
  progress: 100,
  speed: 0,
  remainingTime: optional(0),
  startedAt: optional(time),
  completedAt: optional(time),
} satisfies Example;

const chunk = { index: 0, start: 0, end: 1_048_576, status: 'completed' } satisfies Example;

export const TASKS = {
  create: { success: true, data: { download: created }, message: '下载任务创建成功' },
  list: {
    success: true,
    data: {
      items: [listed],
      pagination: { page: 1, limit: 20, total: 156, totalPages: 8, hasMore: true },
      statistics: {
        totalDownloads: 156,
        totalSize: 52_428_800_000,
        completedDownloads: 145,
        failedDownloads: 3,
        activeDownloads: 2,
      },
    },
  },
  detail: {
    success: true,
    data: { download: { ...listed, chunks: [chunk], error: optional('…') } },
  },
  start: {
    success: true,
    data: {
      download: { id: 'dl_789012', status: 'downloading', startedAt: time, resumeFrom: 1_677_721_600 },
    },
    message: '下载已开始',
  },
  pause: {
    success: true,
    data: { download: { id: 'dl_789012', status: 'paused', pausedAt: time, downloaded: 2_097_152_000 } },
    message: '下载已暂停',
  },
  cancel: { success: true, message: '下载已取消' },
  retry: {
    success: true,
    data: {
      download: { id: 'dl_789012', status: 'pending', error: null, retryCount: 1, createdAt: time },
    },
    message: '下载任务已重新创建',
  },
  progress: {
    success: true,
    data: {
      progress: {
        downloadId: 'dl_789012',
        status: 'downloading',
        progress: 65.5,
        downloaded: 2_199_023_255_552,
        fileSize: 3_355_443_200,
        speed: 2_097_152,
        remainingTime: optional(550),
        eta: optional(time),
        updatedAt: time,
      },
    },
  },
  batch: {
    success: true,
    data: {
      batchId: 'batch_456789',
      downloads: [
        {
          resourceId: 'res_123456',
          downloadId: optional('dl_789012'),
          status: 'created',
          error: optional('资源不存在'),
        },
      ],
      summary: { total: 3, successful: 2, failed: 1, totalSize: 6_710_886_400 },
    },
    message: '批量下载任务创建完成',
  },
  stats: {
    success: true,
    data: {
      overview: {
        totalDownloads: 156,
        totalSize: 52_428_800_000,
        completedDownloads: 145,
        failedDownloads: 3,
        averageSpeed: 2_097_152,
        totalTime: 125_400,
      },
      recentActivity: [{ date: '2024-01-25', downloads: 5, size: 16_777_216_000 }],
      typeBreakdown: [{ type: 'video', name: '视频教程', count: 89, size: 41_943_040_000, percentage: 80 }],
      categoryBreakdown: [{ category: '前端开发', count: 67, size: 29_360_128_000 }],
      speedHistory: [{ timestamp: time, speed: 2_097_152 }],
    },
  },
  cleanup: {
    success: true,
    data: { cleanedCount: 45, freedSpace: 15_728_640_000 },
    message: '下载历史清理完成',
  },
} satisfies Record<string, Example>;
