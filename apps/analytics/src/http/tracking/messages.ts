import type { Language } from '@waybill/platform';

type Texts = Readonly<Record<string, string>>;

/** What has no text here says what the refusal itself says. */
const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {},
  zh: {
    VALIDATION_FAILED: '请求参数无效',
    FORBIDDEN: '无权执行此操作',
    UNAUTHORIZED: '需要登录',
    SERVER_ERROR: '服务器错误',
  },
  fr: {
    VALIDATION_FAILED: "La requête n'est pas valide",
    FORBIDDEN: "Vous n'y êtes pas autorisé",
    UNAUTHORIZED: 'Authentification requise',
    SERVER_ERROR: "Une erreur s'est produite de notre côté",
  },
  ru: {
    VALIDATION_FAILED: 'Неверный запрос',
    FORBIDDEN: 'Недостаточно прав',
    UNAUTHORIZED: 'Требуется вход',
    SERVER_ERROR: 'Ошибка на сервере',
  },
};

/** A wrong field is named, whatever the language. */
export function detailOf(code: string, message: string, language: Language): string {
  const text = TEXTS[language][code];
  if (text === undefined) return message;
  return code === 'VALIDATION_FAILED' ? `${text}: ${message}` : text;
}
