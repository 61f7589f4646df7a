import type { Language } from '../http/language.js';

type Words = Readonly<Record<Language, string>>;

/** What every service of the offline edition may refuse, in its document's words: two of them answer for it. */
const REFUSALS: Readonly<Record<string, Words>> = {
  SUBSCRIPTION_REQUIRED: {
    en: 'Premium subscription required',
    zh: '需要高级订阅',
    fr: 'Abonnement premium requis',
    ru: 'Требуется премиум-подписка',
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

const MISSING: Words = {
  en: 'Missing {field}',
  zh: '缺少 {field}',
  fr: '{field} manquant',
  ru: 'Не указано: {field}',
};
const INVALID: Words = {
  en: 'Invalid {field}',
  zh: '{field} 无效',
  fr: '{field} invalide',
  ru: 'Недопустимо: {field}',
};

/** The edition's words for a code; null where they are the service's own. */
export function offlineWords(code: string, language: Language): string | null {
  return REFUSALS[code]?.[language] ?? null;
}

export function offlineBadField(field: string, isMissing: boolean, language: Language): string {
  return (isMissing ? MISSING : INVALID)[language].replace('{field}', field);
}
