import type { Language } from '@waybill/platform';

type Texts = Readonly<Record<Language, string>>;

/** What the document answers, its own language first. */
const MESSAGES = {
  started: { en: 'Download started', zh: '下载已开始', fr: 'Téléchargement démarré', ru: 'Загрузка начата' },
  paused: {
    en: 'Download paused',
    zh: '下载已暂停',
    fr: 'Téléchargement mis en pause',
    ru: 'Загрузка приостановлена',
  },
  resumed: {
    en: 'Download resumed',
    zh: '下载已恢复',
    fr: 'Téléchargement repris',
    ru: 'Загрузка продолжена',
  },
  cancelled: {
    en: 'Download cancelled',
    zh: '下载已取消',
    fr: 'Téléchargement annulé',
    ru: 'Загрузка отменена',
  },
  deleted: {
    en: 'Download deleted',
    zh: '下载已删除',
    fr: 'Téléchargement supprimé',
    ru: 'Загрузка удалена',
  },
  progressUpdated: {
    en: 'Download progress updated',
    zh: '下载进度已更新',
    fr: 'Progression du téléchargement mise à jour',
    ru: 'Прогресс загрузки обновлён',
  },
} as const satisfies Record<string, Texts>;

export type Message = keyof typeof MESSAGES;

export function message(name: Message, language: Language): string {
  return MESSAGES[name][language];
}

const CLEANED: Texts = {
  en: 'Cleanup completed - deleted {count} downloads',
  zh: '清理完成 - 已删除 {count} 个下载',
  fr: 'Nettoyage terminé - {count} téléchargements supprimés',
  ru: 'Очистка завершена - удалено загрузок: {count}',
};

export function cleaned(count: number, language: Language): string {
  return CLEANED[language].replace('{count}', String(count));
}
