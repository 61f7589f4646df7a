import type { Language } from '@waybill/platform';

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

/** The document's texts by code, and ours for what it does not name. */
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
  SUBSCRIPTION_REQUIRED: {
    en: 'Premium subscription required',
    zh: '需要高级订阅',
    fr: 'Abonnement premium requis',
    ru: 'Требуется премиум-подписка',
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
  UNAUTHORIZED: {
    en: 'Authentication required',
    zh: '需要登录',
    fr: 'Authentification requise',
    ru: 'Требуется вход',
  },
  FORBIDDEN: { en: 'Access denied', zh: '无权访问', fr: 'Accès refusé', ru: 'Доступ запрещён' },
  NOT_FOUND: { en: 'Not found', zh: '未找到', fr: 'Introuvable', ru: 'Не найдено' },
  VALIDATION_FAILED: {
    en: 'Invalid request',
    zh: '请求无效',
    fr: 'Requête invalide',
    ru: 'Недопустимый запрос',
  },
  PAYLOAD_TOO_LARGE: {
    en: 'Request body too large',
    zh: '请求体过大',
    fr: 'Corps de requête trop volumineux',
    ru: 'Слишком большое тело запроса',
  },
  RATE_LIMITED: {
    en: 'Too many requests',
    zh: '请求过于频繁',
    fr: 'Trop de requêtes',
    ru: 'Слишком много запросов',
  },
  SERVER_ERROR: {
    en: 'Internal Server Error',
    zh: '服务器内部错误',
    fr: 'Erreur interne du serveur',
    ru: 'Внутренняя ошибка сервера',
  },
};

const MISSING: Texts = {
  en: 'Missing {field}',
  zh: '缺少 {field}',
  fr: '{field} manquant',
  ru: 'Не указано: {field}',
};
const INVALID: Texts = {
  en: 'Invalid {field}',
  zh: '{field} 无效',
  fr: '{field} invalide',
  ru: 'Недопустимо: {field}',
};

/** The text of a code; of one that has none, what whoever refused said. */
export function errorText(code: string, language: Language, otherwise: string): string {
  return TEXTS[code]?.[language] ?? otherwise;
}

export function badField(field: string, isMissing: boolean, language: Language): string {
  return (isMissing ? MISSING : INVALID)[language].replace('{field}', field);
}
