import { type Tier } from '@waybill/kernel';
import { type Language } from '@waybill/platform';

type Texts = Readonly<Record<Language, string>>;

const TEXTS = {
  initialized: {
    en: 'Storage quota initialized',
    zh: '存储配额已初始化',
    fr: 'Quota de stockage initialisé',
    ru: 'Квота хранилища создана',
  },
  upgraded: {
    en: 'Storage upgraded to {tier}',
    zh: '存储空间已升级为 {tier}',
    fr: 'Stockage passé à {tier}',
    ru: 'Хранилище переведено на {tier}',
  },
  settingsUpdated: {
    en: 'Storage settings updated',
    zh: '存储设置已更新',
    fr: 'Paramètres de stockage mis à jour',
    ru: 'Настройки хранилища обновлены',
  },
} as const satisfies Record<string, Texts>;

/** What the document answers, in the language that was asked for; its own is English. */
export const messages = {
  initialized: (language: Language) => TEXTS.initialized[language],
  upgraded: (language: Language, tier: Tier) => TEXTS.upgraded[language].replace('{tier}', tier),
  settingsUpdated: (language: Language) => TEXTS.settingsUpdated[language],
};

const REFUSALS: Readonly<Record<string, Texts>> = {
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

/** The text of a refusal, or null where only the English one is known. */
export function refusal(code: string, language: Language): string | null {
  return REFUSALS[code]?.[language] ?? null;
}

export function badField(field: string, missing: boolean, language: Language): string {
  return (missing ? MISSING : INVALID)[language].replace('{field}', field);
}
