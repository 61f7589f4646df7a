import type { Tier } from '@waybill/kernel';
import type { Language } from '@waybill/platform';

interface TierWords {
  readonly description: string;
  readonly features: string[];
}

interface Vocabulary {
  readonly storage: (size: string) => string;
  readonly keeps: (days: number) => string;
  readonly tiers: Readonly<Record<Tier, { readonly description: string; readonly feature: string }>>;
}

/** English is the document's own (3.1); the figures come from the tiers themselves. */
const WORDS: Readonly<Record<Language, Vocabulary>> = {
  en: {
    storage: (size) => `${size} storage`,
    keeps: (days) => `${String(days)}-day auto-delete`,
    tiers: {
      free: { description: 'Basic storage for casual users', feature: 'Download for offline viewing' },
      premium: { description: 'Perfect for regular watchers', feature: 'Download multiple titles' },
      family: { description: 'Great for families', feature: 'Multiple user accounts' },
    },
  },
  zh: {
    storage: (size) => `${size} 存储空间`,
    keeps: (days) => `${String(days)} 天后自动删除`,
    tiers: {
      free: { description: '适合偶尔使用的基础存储', feature: '下载后离线观看' },
      premium: { description: '经常观看者的理想选择', feature: '可下载多部作品' },
      family: { description: '非常适合家庭', feature: '多个用户账户' },
    },
  },
  fr: {
    storage: (size) => `${size} de stockage`,
    keeps: (days) => `Suppression automatique après ${String(days)} jours`,
    tiers: {
      free: {
        description: 'Stockage de base pour un usage occasionnel',
        feature: 'Téléchargement pour visionnage hors ligne',
      },
      premium: {
        description: 'Idéal pour les spectateurs réguliers',
        feature: 'Téléchargement de plusieurs titres',
      },
      family: { description: 'Parfait pour les familles', feature: 'Plusieurs comptes utilisateurs' },
    },
  },
  ru: {
    storage: (size) => `${size} хранилища`,
    keeps: (days) => `Автоудаление через ${String(days)} дней`,
    tiers: {
      free: {
        description: 'Базовое хранилище для тех, кто смотрит изредка',
        feature: 'Загрузка для просмотра офлайн',
      },
      premium: { description: 'Для тех, кто смотрит регулярно', feature: 'Загрузка нескольких фильмов' },
      family: { description: 'Отлично подходит семьям', feature: 'Несколько учётных записей' },
    },
  },
};

export function tierWords(tier: Tier, language: Language, size: string, keepDays: number): TierWords {
  const { storage, keeps, tiers } = WORDS[language];
  const { description, feature } = tiers[tier];
  return { description, features: [storage(size), feature, keeps(keepDays)] };
}
