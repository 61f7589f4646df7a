import type { Language } from '@waybill/platform';

type Texts = Readonly<Record<string, string>>;

/** What has no text here says what the refusal itself says. */
const TEXTS: Readonly<Record<Language, Texts>> = {
  en: { DOWNLOAD_NOT_FOUND: 'Download not found or already completed' },
  zh: {
    DOWNLOAD_NOT_FOUND: '下载不存在或已完成',
    FORBIDDEN: '无权执行此操作',
    UNAUTHORIZED: '需要登录',
    SERVER_ERROR: '服务器错误',
  },
  fr: {
    DOWNLOAD_NOT_FOUND: 'Téléchargement introuvable ou déjà terminé',
    FORBIDDEN: "Vous n'y êtes pas autorisé",
    UNAUTHORIZED: 'Authentification requise',
    SERVER_ERROR: "Une erreur s'est produite de notre côté",
  },
  ru: {
    DOWNLOAD_NOT_FOUND: 'Загрузка не найдена или уже завершена',
    FORBIDDEN: 'Недостаточно прав',
    UNAUTHORIZED: 'Требуется вход',
    SERVER_ERROR: 'Ошибка на сервере',
  },
};

export function detailOf(code: string, message: string, language: Language): string {
  return TEXTS[language][code] ?? message;
}
