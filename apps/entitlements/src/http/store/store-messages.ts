import type { DomainError } from '@waybill/kernel';
import type { Language } from '@waybill/platform';

type Catalogue = Readonly<Record<string, string>>;

/** English is what the refusal itself says: the document's own texts. */
const TEXTS: Readonly<Record<Exclude<Language, 'en'>, Catalogue>> = {
  fr: {
    ASSET_NOT_FOUND: 'Ressource introuvable',
    ASSET_REMOVED: 'Cette ressource a été supprimée',
    SUBSCRIPTION_REQUIRED: 'Abonnement premium requis',
    NOT_PURCHASED: "Vous n'avez pas le droit de télécharger cette ressource",
    ORDER_PENDING: 'Paiement non encore confirmé',
    ORDER_FAILED: "Le paiement a échoué. Veuillez renouveler l'achat",
    ORDER_REFUNDED: 'Cette commande a été remboursée',
    ORDER_INVALID: 'Cette commande ne permet pas de téléchargement',
    DOWNLOAD_LIMIT_EXCEEDED: 'Nombre maximal de téléchargements dépassé',
    FILE_NOT_AVAILABLE: "Le fichier n'est pas disponible",
    RATE_LIMIT_EXCEEDED: 'Limite de téléchargements dépassée. Veuillez réessayer plus tard.',
    UNAUTHORIZED: 'Authentification requise',
    FORBIDDEN: "Vous n'y êtes pas autorisé",
    NOT_FOUND: "Il n'y a rien à cette adresse",
    SERVER_ERROR: "Une erreur s'est produite de notre côté",
  },
  zh: {
    ASSET_NOT_FOUND: '资源不存在',
    ASSET_REMOVED: '该资源已被移除',
    SUBSCRIPTION_REQUIRED: '需要高级订阅',
    NOT_PURCHASED: '您无权下载该资源',
    ORDER_PENDING: '付款尚未确认',
    ORDER_FAILED: '付款失败，请重新购买',
    ORDER_REFUNDED: '该订单已退款',
    ORDER_INVALID: '该订单不允许下载',
    DOWNLOAD_LIMIT_EXCEEDED: '已超过最大下载次数',
    FILE_NOT_AVAILABLE: '文件不可用',
    RATE_LIMIT_EXCEEDED: '下载过于频繁，请稍后再试。',
    UNAUTHORIZED: '需要登录',
    FORBIDDEN: '您没有权限',
    NOT_FOUND: '该地址不存在',
    SERVER_ERROR: '服务器出错',
  },
  ru: {
    ASSET_NOT_FOUND: 'Материал не найден',
    ASSET_REMOVED: 'Этот материал был удалён',
    SUBSCRIPTION_REQUIRED: 'Требуется премиум-подписка',
    NOT_PURCHASED: 'У вас нет доступа к скачиванию этого материала',
    ORDER_PENDING: 'Оплата ещё не подтверждена',
    ORDER_FAILED: 'Оплата не прошла. Пожалуйста, оформите покупку снова',
    ORDER_REFUNDED: 'За этот заказ возвращены деньги',
    ORDER_INVALID: 'Этот заказ не даёт права на скачивание',
    DOWNLOAD_LIMIT_EXCEEDED: 'Превышено максимальное число скачиваний',
    FILE_NOT_AVAILABLE: 'Файл недоступен',
    RATE_LIMIT_EXCEEDED: 'Превышен предел скачиваний. Пожалуйста, попробуйте позже.',
    UNAUTHORIZED: 'Требуется вход',
    FORBIDDEN: 'Вам это не разрешено',
    NOT_FOUND: 'По этому адресу ничего нет',
    SERVER_ERROR: 'Произошла ошибка на нашей стороне',
  },
};

/** The refusal's text in the asked language; its own where the catalogue has none. */
export function storeText(
  { code, message }: Pick<DomainError, 'code' | 'message'>,
  language: Language,
): string {
  return language === 'en' ? message : (TEXTS[language][code] ?? message);
}
