import { type Language, offlineWords } from '@waybill/platform';

type Texts = Readonly<Record<Language, string>>;

const CONTENT_NOT_FOUND: Texts = {
  en: 'Content not found',
  zh: '内容不存在',
  fr: 'Contenu introuvable',
  ru: 'Контент не найден',
};
const PURCHASE_REQUIRED: Texts = {
  en: 'Purchase required',
  zh: '需要购买',
  fr: 'Achat requis',
  ru: 'Требуется покупка',
};

/** The document's texts by code, and ours for what it does not name; what any service may refuse has the platform's. */
const TEXTS: Readonly<Record<string, Texts>> = {
  ASSET_NOT_FOUND: CONTENT_NOT_FOUND,
  ASSET_REMOVED: CONTENT_NOT_FOUND,
  FILE_NOT_AVAILABLE: CONTENT_NOT_FOUND,
  DOWNLOAD_NOT_FOUND: {
    en: 'Download not found',
    zh: '下载不存在',
    fr: 'Téléchargement introuvable',
    ru: 'Загрузка не найдена',
  },
  NOT_PURCHASED: PURCHASE_REQUIRED,
  ORDER_PENDING: PURCHASE_REQUIRED,
  ORDER_FAILED: PURCHASE_REQUIRED,
  ORDER_REFUNDED: PURCHASE_REQUIRED,
  ORDER_INVALID: PURCHASE_REQUIRED,
  DOWNLOAD_LIMIT_EXCEEDED: {
    en: 'Download limit exceeded',
    zh: '下载次数超限',
    fr: 'Nombre maximal de téléchargements dépassé',
    ru: 'Превышено число загрузок',
  },
  DOWNLOAD_IN_PROGRESS: {
    en: 'Download already exists',
    zh: '下载已存在',
    fr: 'Ce téléchargement existe déjà',
    ru: 'Такая загрузка уже есть',
  },
  INSUFFICIENT_STORAGE: {
    en: 'Insufficient storage space',
    zh: '存储空间不足',
    fr: 'Espace de stockage insuffisant',
    ru: 'Недостаточно места в хранилище',
  },
  DOWNLOAD_ALREADY_COMPLETED: {
    en: 'Download already completed',
    zh: '下载已完成',
    fr: 'Le téléchargement est déjà terminé',
    ru: 'Загрузка уже завершена',
  },
  DOWNLOAD_EXPIRED: {
    en: 'Download expired',
    zh: '下载已过期',
    fr: 'Le téléchargement a expiré',
    ru: 'Срок хранения загрузки истёк',
  },
  INVALID_STATE: {
    en: 'Not possible in the present state of the download',
    zh: '当前状态不允许此操作',
    fr: 'Impossible dans l’état actuel du téléchargement',
    ru: 'Невозможно в текущем состоянии загрузки',
  },
};

/** The text of a code; of one that has none, what whoever refused said. */
export function errorText(code: string, language: Language, otherwise: string): string {
  return TEXTS[code]?.[language] ?? offlineWords(code, language) ?? otherwise;
}
