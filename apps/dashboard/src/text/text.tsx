import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { type Format, formatFor } from '../format/format';
import { en, type TextKey, type Texts } from './en';
import { fr } from './fr';
import { ru } from './ru';
import { zh } from './zh';

const CATALOGUES: Readonly<Record<Language, Texts>> = { en, zh, fr, ru };
export const LANGUAGES = ['en', 'zh', 'fr', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  zh: '中文',
  fr: 'Français',
  ru: 'Русский',
};

type Values = Readonly<Record<string, string | number>>;

interface Wording {
  readonly language: Language;
  readonly choose: (language: Language) => void;
  readonly t: (key: TextKey, values?: Values) => string;
  readonly format: Format;
}

const WordingContext = createContext<Wording | null>(null);
const STORED = 'waybill.language';

function firstLanguage(): Language {
  const wishes = [localStorage.getItem(STORED) ?? '', ...navigator.languages];
  const known = wishes.map((wish) => LANGUAGES.find((one) => wish.toLowerCase().startsWith(one)));
  return known.find((one) => one !== undefined) ?? 'en';
}

/** The locale for figures: the browser's own where it is of that language, so that `en-GB` keeps its dates. */
function localeOf(language: Language): string {
  return navigator.languages.find((one) => one.toLowerCase().startsWith(language)) ?? language;
}

export function WordingProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(STORED, language);
  }, [language]);
  const wording = useMemo<Wording>(() => {
    const t = (key: TextKey, values: Values = {}) =>
      CATALOGUES[language][key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
    return { language, choose: setLanguage, t, format: formatFor(localeOf(language)) };
  }, [language]);
  return <WordingContext value={wording}>{children}</WordingContext>;
}

export function useWording(): Wording {
  const wording = use(WordingContext);
  if (wording === null) throw new Error('useWording needs a WordingProvider');
  return wording;
}
