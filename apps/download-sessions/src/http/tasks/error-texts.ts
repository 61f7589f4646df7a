import type { Language } from '@waybill/platform';
import type { Texts } from './messages.js';

/** The codes of the document and ours beside them, with their texts. */
const ERROR_TEXTS = {
  DOWNLOAD_NOT_FOUND: {
    zh: '下载任务不存在',
    en: 'The download task does not exist',
    fr: 'Ce téléchargement n’existe pas',
    ru: 'Такой загрузки нет',
  },
  DOWNLOAD_EXPIRED: {
    zh: '下载链接已过期',
    en: 'The download link has expired',
    fr: 'Le lien de téléchargement a expiré',
    ru: 'Срок действия ссылки истёк',
  },
  DOWNLOAD_LIMIT_EXCEEDED: {
    zh: '下载次数超限',
    en: 'The download limit is exceeded',
    fr: 'Nombre maximal de téléchargements dépassé',
    ru: 'Превышено число загрузок',
  },
  RESOURCE_NOT_PURCHASED: {
    zh: '资源未购买',
    en: 'The resource has not been purchased',
    fr: 'Cette ressource n’a pas été achetée',
    ru: 'Ресурс не куплен',
  },
  FILE_NOT_AVAILABLE: {
    zh: '文件不可用',
    en: 'The file is not available',
    fr: 'Le fichier n’est pas disponible',
    ru: 'Файл недоступен',
  },
  DOWNLOAD_IN_PROGRESS: {
    zh: '下载正在进行中',
    en: 'The download is in progress',
    fr: 'Le téléchargement est en cours',
    ru: 'Загрузка уже идёт',
  },
  DOWNLOAD_ALREADY_COMPLETED: {
    zh: '下载已完成',
    en: 'The download is already completed',
    fr: 'Le téléchargement est déjà terminé',
    ru: 'Загрузка уже завершена',
  },
  INSUFFICIENT_STORAGE: {
    zh: '存储空间不足',
    en: 'There is not enough storage',
    fr: 'Espace de stockage insuffisant',
    ru: 'Недостаточно места в хранилище',
  },
  NETWORK_ERROR: { zh: '网络错误', en: 'Network error', fr: 'Erreur réseau', ru: 'Ошибка сети' },
  SERVER_ERROR: { zh: '服务器错误', en: 'Server error', fr: 'Erreur du serveur', ru: 'Ошибка сервера' },
  UNAUTHORIZED: {
    zh: '需要登录',
    en: 'Authentication is required',
    fr: 'Authentification requise',
    ru: 'Требуется вход',
  },
  FORBIDDEN: { zh: '无权访问', en: 'Access denied', fr: 'Accès refusé', ru: 'Доступ запрещён' },
  NOT_FOUND: { zh: '接口不存在', en: 'Nothing is here', fr: 'Rien ici', ru: 'Здесь ничего нет' },
  INVALID_STATE: {
    zh: '当前状态不允许此操作',
    en: 'Not possible in the present state',
    fr: 'Impossible dans l’état actuel',
    ru: 'Невозможно в текущем состоянии',
  },
  PAYLOAD_TOO_LARGE: {
    zh: '请求体过大',
    en: 'The request body is too large',
    fr: 'Le corps de la requête est trop grand',
    ru: 'Слишком большое тело запроса',
  },
  IDEMPOTENCY_KEY_REUSED: {
    zh: '幂等键已用于其他请求',
    en: 'This Idempotency-Key was used for another request',
    fr: 'Cette Idempotency-Key a servi à une autre requête',
    ru: 'Этот Idempotency-Key уже использован для другого запроса',
  },
  REQUEST_IN_PROGRESS: {
    zh: '相同幂等键的请求仍在处理中',
    en: 'The first request with this key is still running',
    fr: 'La première requête avec cette clé est encore en cours',
    ru: 'Первый запрос с этим ключом ещё выполняется',
  },
  RATE_LIMITED: {
    zh: '请求过于频繁',
    en: 'Too many requests',
    fr: 'Trop de requêtes',
    ru: 'Слишком много запросов',
  },
  /** In a batch the document says so of a resource that nobody knows. */
  RESOURCE_UNKNOWN: {
    zh: '资源不存在',
    en: 'The resource does not exist',
    fr: 'Cette ressource n’existe pas',
    ru: 'Такого ресурса нет',
  },
  /** Why a download failed. */
  revoked: {
    zh: '下载权限已被撤销',
    en: 'The permission was revoked',
    fr: 'L’autorisation a été révoquée',
    ru: 'Разрешение отозвано',
  },
  'file-removed': {
    zh: '文件已被删除',
    en: 'The file was removed',
    fr: 'Le fichier a été supprimé',
    ru: 'Файл удалён',
  },
  'never-started': {
    zh: '下载从未开始',
    en: 'The download was never started',
    fr: 'Le téléchargement n’a jamais démarré',
    ru: 'Загрузка так и не началась',
  },
  abandoned: {
    zh: '暂停时间过长',
    en: 'It was paused for too long',
    fr: 'En pause depuis trop longtemps',
    ru: 'Слишком долгая пауза',
  },
} as const satisfies Record<string, Texts>;

/** The text of a code; of one that has none, what whoever refused said. */
export function errorText(code: string, language: Language, otherwise: string): string {
  const texts: Readonly<Record<string, Texts>> = ERROR_TEXTS;
  return texts[code]?.[language] ?? otherwise;
}
