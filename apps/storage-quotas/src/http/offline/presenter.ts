import { formatBytes, GIB, TIER_FACTS, type Tier } from '@waybill/kernel';
import { type DownloadsSummary } from '../../application/person-downloads.js';
import { type QuotaAccount } from '../../domain/quota-account.js';
import { type Language } from '@waybill/platform';
import { messages } from './messages.js';
import type {
  InfoAnswer,
  InitializedAnswer,
  QuotaAnswer,
  RemainingAnswer,
  SettingsAnswer,
  Shape,
  TierBody,
  TiersAnswer,
  UpgradedAnswer,
  UsageAnswer,
} from './answers.js';

export function presentUsage(account: QuotaAccount): Shape<UsageAnswer> {
  return {
    success: true,
    storage: quota(account),
    alert: {
      used_percent: account.usedPercent,
      threshold: account.state.notificationThreshold,
      should_alert: account.shouldAlert,
      tier: account.state.tier,
    },
  };
}

export function presentInfo(account: QuotaAccount, { counts, oldest }: DownloadsSummary): Shape<InfoAnswer> {
  return {
    success: true,
    storage: {
      tier: account.state.tier,
      total_storage: formatBytes(account.totalBytes),
      used_storage: formatBytes(account.usedBytes),
      remaining_storage: formatBytes(account.remainingBytes),
      reserved_storage_bytes: String(account.state.heldBytes),
      used_percent: account.usedPercent,
    },
    downloads_summary: {
      pending: counts.pending,
      downloading: counts.downloading,
      completed: counts.completed,
      paused: counts.paused,
      failed: counts.failed,
      cancelled: counts.cancelled,
    },
    oldest_download: oldest?.toISOString() ?? null,
  };
}

export function presentQuota(account: QuotaAccount): Shape<QuotaAnswer> {
  return { success: true, quota: quota(account) };
}

export function presentRemaining(account: QuotaAccount): Shape<RemainingAnswer> {
  return { success: true, ...room(account), remaining_percent: account.remainingPercent };
}

export function presentInitialized(account: QuotaAccount, language: Language): Shape<InitializedAnswer> {
  return {
    success: true,
    message: messages.initialized(language),
    quota: { ...identity(account), ...settings(account) },
  };
}

export function presentUpgraded(account: QuotaAccount, language: Language): Shape<UpgradedAnswer> {
  return {
    success: true,
    message: messages.upgraded(language, account.state.tier),
    quota: identity(account),
  };
}

export function presentSettings(account: QuotaAccount, language: Language): Shape<SettingsAnswer> {
  return {
    success: true,
    message: messages.settingsUpdated(language),
    quota: { id: account.state.id, ...settings(account) },
  };
}

/** The words of the document (3.1); figures come from the tiers themselves. */
const WORDS = {
  free: {
    description: 'Basic storage for casual users',
    feature: 'Download for offline viewing',
  },
  premium: { description: 'Perfect for regular watchers', feature: 'Download multiple titles' },
  family: { description: 'Great for families', feature: 'Multiple user accounts' },
} as const satisfies Record<Tier, { description: string; feature: string }>;

export function presentTiers(): Shape<TiersAnswer> {
  return {
    success: true,
    tiers: { free: presentTier('free'), premium: presentTier('premium'), family: presentTier('family') },
  };
}

function presentTier(tier: Tier): Shape<TierBody> {
  const { totalBytes, keepDays } = TIER_FACTS[tier];
  return {
    tier,
    storage_gb: totalBytes / GIB,
    storage_bytes: String(totalBytes),
    description: WORDS[tier].description,
    features: [
      `${formatBytes(totalBytes)} storage`,
      WORDS[tier].feature,
      `${String(keepDays)}-day auto-delete`,
    ],
  };
}

function quota(account: QuotaAccount) {
  return { ...room(account), used_percent: account.usedPercent, ...settings(account) };
}

function room(account: QuotaAccount) {
  return {
    tier: account.state.tier,
    total_storage: formatBytes(account.totalBytes),
    total_storage_bytes: String(account.totalBytes),
    used_storage: formatBytes(account.usedBytes),
    used_storage_bytes: String(account.usedBytes),
    reserved_storage_bytes: String(account.state.heldBytes),
    remaining_storage: formatBytes(account.remainingBytes),
    remaining_storage_bytes: String(account.remainingBytes),
  };
}

function settings(account: QuotaAccount) {
  return {
    auto_delete_enabled: account.state.autoDeleteEnabled,
    auto_delete_days: account.autoDeleteDays,
    notification_threshold: account.state.notificationThreshold,
  };
}

function identity(account: QuotaAccount) {
  return {
    id: account.state.id,
    user_id: account.state.userId,
    tier: account.state.tier,
    total_storage_bytes: String(account.totalBytes),
    used_storage_bytes: String(account.usedBytes),
  };
}
