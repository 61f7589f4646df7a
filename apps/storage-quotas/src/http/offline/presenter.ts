import { formatBytes, GIB, TIER_FACTS, type Tier } from '@waybill/kernel';
import { type DownloadsSummary } from '../../application/person-downloads.js';
import { type QuotaAccount } from '../../domain/quota-account.js';
import { type Language } from '@waybill/platform';
import { messages } from './messages.js';
import { tierWords } from './tier-words.js';
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

export function presentTiers(language: Language): Shape<TiersAnswer> {
  const present = (tier: Tier) => presentTier(tier, language);
  return {
    success: true,
    tiers: { free: present('free'), premium: present('premium'), family: present('family') },
  };
}

function presentTier(tier: Tier, language: Language): Shape<TierBody> {
  const { totalBytes, keepDays } = TIER_FACTS[tier];
  const { description, features } = tierWords(tier, language, formatBytes(totalBytes), keepDays);
  return { tier, storage_gb: totalBytes / GIB, storage_bytes: String(totalBytes), description, features };
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
