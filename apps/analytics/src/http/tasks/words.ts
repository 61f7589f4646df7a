import type { Language } from '@waybill/platform';

type Words = Readonly<Record<Language, string>>;

/** What a type of resource is called; the document shows the Chinese names of the first two. */
const TYPES: Readonly<Record<string, Words>> = {
  video: { zh: '视频教程', en: 'Video', fr: 'Vidéo', ru: 'Видео' },
  software: { zh: '软件工具', en: 'Software', fr: 'Logiciel', ru: 'Программы' },
  course: { zh: '课程', en: 'Course', fr: 'Cours', ru: 'Курсы' },
  document: { zh: '文档资料', en: 'Document', fr: 'Document', ru: 'Документы' },
  ebook: { zh: '电子书', en: 'E-book', fr: 'Livre numérique', ru: 'Электронные книги' },
  audio: { zh: '音频', en: 'Audio', fr: 'Audio', ru: 'Аудио' },
  image: { zh: '图片', en: 'Image', fr: 'Image', ru: 'Изображения' },
  archive: { zh: '压缩包', en: 'Archive', fr: 'Archive', ru: 'Архивы' },
  spreadsheet: { zh: '电子表格', en: 'Spreadsheet', fr: 'Tableur', ru: 'Таблицы' },
  data: { zh: '数据', en: 'Data', fr: 'Données', ru: 'Данные' },
  executable: { zh: '可执行程序', en: 'Executable', fr: 'Exécutable', ru: 'Исполняемые файлы' },
  text: { zh: '文本', en: 'Text', fr: 'Texte', ru: 'Тексты' },
  other: { zh: '其他', en: 'Other', fr: 'Autre', ru: 'Прочее' },
};

const NO_CATEGORY: Words = { zh: '未分类', en: 'Uncategorized', fr: 'Sans catégorie', ru: 'Без категории' };

/** A type that nobody named is called as it is. */
export function typeName(type: string, language: Language): string {
  return TYPES[type]?.[language] ?? type;
}

export function categoryName(category: string, language: Language): string {
  return category === '' ? NO_CATEGORY[language] : category;
}

const REFUSALS: Readonly<Record<string, Words>> = {
  UNAUTHORIZED: {
    zh: '需要登录',
    en: 'Authentication is required',
    fr: 'Authentification requise',
    ru: 'Требуется вход',
  },
  FORBIDDEN: { zh: '无权访问', en: 'Access denied', fr: 'Accès refusé', ru: 'Доступ запрещён' },
  NETWORK_ERROR: { zh: '网络错误', en: 'Network error', fr: 'Erreur réseau', ru: 'Ошибка сети' },
  SERVER_ERROR: { zh: '服务器错误', en: 'Server error', fr: 'Erreur du serveur', ru: 'Ошибка сервера' },
};

/** The code's words, else what the error says itself. */
export function refusal(code: string, language: Language, message: string): string {
  return REFUSALS[code]?.[language] ?? message;
}
