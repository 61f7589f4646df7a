import type { Failure, Language } from '@waybill/platform';

type Words = Readonly<Record<Language, string>>;

/** What the gateway itself has to say; services have their own words. */
const MESSAGES: Readonly<Record<string, Words>> = {
  UNAUTHORIZED: {
    zh: '未登录或令牌无效',
    en: 'Authentication is required',
    fr: 'Authentification requise',
    ru: 'Требуется аутентификация',
  },
  FORBIDDEN: { zh: '没有权限', en: 'This is not allowed for you', fr: 'Accès refusé', ru: 'Доступ запрещён' },
  NOT_FOUND: {
    zh: '路径不存在',
    en: 'There is nothing at this path',
    fr: "Il n'y a rien à cette adresse",
    ru: 'По этому пути ничего нет',
  },
  VALIDATION_FAILED: {
    zh: '请求无法识别',
    en: 'The request cannot be read',
    fr: 'La requête est illisible',
    ru: 'Запрос не читается',
  },
  PAYLOAD_TOO_LARGE: {
    zh: '请求体过大',
    en: 'The request body is too large',
    fr: 'Le corps de la requête est trop grand',
    ru: 'Тело запроса слишком велико',
  },
  RATE_LIMITED: {
    zh: '请求过于频繁，请稍后再试',
    en: 'Too many requests, try again later',
    fr: 'Trop de requêtes, réessayez plus tard',
    ru: 'Слишком много запросов, повторите позже',
  },
  NETWORK_ERROR: {
    zh: '网络错误，请稍后再试',
    en: 'The service cannot be reached, try again later',
    fr: 'Le service est injoignable, réessayez plus tard',
    ru: 'Сервис недоступен, повторите позже',
  },
  SERVER_ERROR: {
    zh: '服务器错误',
    en: 'Something went wrong on our side',
    fr: 'Une erreur est survenue de notre côté',
    ru: 'Ошибка на нашей стороне',
  },
};

export function messageOf({ code, language, message }: Failure): string {
  return MESSAGES[code]?.[language] ?? message;
}
