import type { Language } from '@waybill/platform';

export type Texts = Readonly<Record<Language, string>>;

/** What the document answers, in its own language first. */
const MESSAGES = {
  created: {
    zh: '下载任务创建成功',
    en: 'Download task created',
    fr: 'Téléchargement créé',
    ru: 'Загрузка создана',
  },
  started: {
    zh: '下载已开始',
    en: 'Download started',
    fr: 'Téléchargement démarré',
    ru: 'Загрузка начата',
  },
  queued: {
    zh: '下载已加入队列',
    en: 'Download queued',
    fr: 'Téléchargement mis en file d’attente',
    ru: 'Загрузка поставлена в очередь',
  },
  paused: {
    zh: '下载已暂停',
    en: 'Download paused',
    fr: 'Téléchargement mis en pause',
    ru: 'Загрузка приостановлена',
  },
  cancelled: {
    zh: '下载已取消',
    en: 'Download cancelled',
    fr: 'Téléchargement annulé',
    ru: 'Загрузка отменена',
  },
  retried: {
    zh: '下载任务已重新创建',
    en: 'Download task created again',
    fr: 'Téléchargement recréé',
    ru: 'Загрузка создана заново',
  },
  batchCreated: {
    zh: '批量下载任务创建完成',
    en: 'Batch of download tasks created',
    fr: 'Lot de téléchargements créé',
    ru: 'Пакет загрузок создан',
  },
  cleaned: {
    zh: '下载历史清理完成',
    en: 'Download history cleaned up',
    fr: 'Historique des téléchargements nettoyé',
    ru: 'История загрузок очищена',
  },
} as const satisfies Record<string, Texts>;

export type Message = keyof typeof MESSAGES;

export function message(name: Message, language: Language): string {
  return MESSAGES[name][language];
}
