import type { ErrorDetails } from '@waybill/kernel';
import type { Language } from '../http/language.js';
import type { Refusal } from './failure-of.js';

type Words = Readonly<Record<Exclude<Language, 'en'>, string>>;

/** What any service or the gateway may have to say, whatever the edition; English is the refusal's own message. */
const WORDS: Readonly<Record<string, Words>> = {
  VALIDATION_FAILED: { zh: '请求参数无效', fr: "La requête n'est pas valide", ru: 'Недопустимый запрос' },
  UNAUTHORIZED: { zh: '未登录或令牌无效', fr: 'Authentification requise', ru: 'Требуется аутентификация' },
  FORBIDDEN: { zh: '没有权限', fr: 'Accès refusé', ru: 'Доступ запрещён' },
  NOT_FOUND: { zh: '路径不存在', fr: "Il n'y a rien à cette adresse", ru: 'По этому пути ничего нет' },
  METHOD_NOT_ALLOWED: {
    zh: '此路径不支持该方法',
    fr: "Cette adresse n'accepte pas cette méthode",
    ru: 'Этот путь не знает такого метода',
  },
  REQUEST_TIMEOUT: {
    zh: '请求超时',
    fr: 'La requête a mis trop de temps',
    ru: 'Запрос поступал слишком долго',
  },
  PAYLOAD_TOO_LARGE: {
    zh: '请求体过大',
    fr: 'Le corps de la requête est trop grand',
    ru: 'Тело запроса слишком велико',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    zh: '不支持的媒体类型',
    fr: "Ce type de média n'est pas pris en charge",
    ru: 'Такой тип данных не поддерживается',
  },
  IDEMPOTENCY_KEY_REUSED: {
    zh: '幂等键已用于其他请求',
    fr: 'Cette Idempotency-Key a servi à une autre requête',
    ru: 'Этот Idempotency-Key уже использован для другого запроса',
  },
  REQUEST_IN_PROGRESS: {
    zh: '相同幂等键的请求仍在处理中',
    fr: 'La première requête avec cette clé est encore en cours',
    ru: 'Первый запрос с этим ключом ещё выполняется',
  },
  RATE_LIMITED: {
    zh: '请求过于频繁，请稍后再试',
    fr: 'Trop de requêtes, réessayez plus tard',
    ru: 'Слишком много запросов, повторите позже',
  },
  NETWORK_ERROR: {
    zh: '网络错误，请稍后再试',
    fr: 'Le service est injoignable, réessayez plus tard',
    ru: 'Сервис недоступен, повторите позже',
  },
  SERVER_ERROR: {
    zh: '服务器错误',
    fr: 'Une erreur est survenue de notre côté',
    ru: 'Ошибка на нашей стороне',
  },
};

/** The refusal's message in a language; of a wrong field at least the name. What is unknown here stays as it is. */
export function wordsOf({ code, message, details }: Refusal, language: Language): string {
  const text = language === 'en' ? undefined : WORDS[code]?.[language];
  if (text === undefined) return message;
  const names = code === 'VALIDATION_FAILED' ? fieldNames(details) : [];
  return names.length > 0 ? `${text}: ${names.join(', ')}` : text;
}

/** The validation names `fields`, a rule of the domain one `field`. */
function fieldNames({ fields, field }: ErrorDetails): string[] {
  if (typeof field === 'string') return [field];
  if (!Array.isArray(fields)) return [];
  return [...new Set((fields as readonly { field: string }[]).map((one) => one.field))];
}
