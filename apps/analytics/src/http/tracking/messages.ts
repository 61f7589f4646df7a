import type { Language } from '@waybill/platform';

type Texts = Readonly<Record<string, string>>;

/** What has no text here says what the refusal itself says. */
const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {},
  zh: {
    FORBIDDEN: '无权执行此操作',
    UNAUTHORIZED: '需要登录',
    SERVER_ERROR: '服务器错误',
  },
  fr: {
    FORBIDDEN: "Vous n'y êtes pas autorisé",
    UNAUTHORIZED: 'Authentification requise',
    SERVER_ERROR: "Une erreur s'est produite de notre côté",
  },
  ru: {
    FORBIDDEN: 'Недостаточно прав',
    UNAUTHORIZED: 'Требуется вход',
    SERVER_ERROR: 'Ошибка на сервере',
  },
};

export function detailOf(code: string, message: string, language: Language): string {
  return TEXTS[language][code] ?? message;
}
