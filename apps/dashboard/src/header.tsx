import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { isOperator, type Session } from './session/session';
import { useSigning } from './session/session-context';
import type { TextKey } from './text/en';
import { LANGUAGE_NAMES, LANGUAGES, useWording } from './text/text';
import { LogOut, UserRound } from './ui/icons';
import { applyTheme, readTheme, THEMES } from './ui/theme';

interface Place {
  readonly path: string;
  readonly title: TextKey;
  readonly operatorsOnly?: boolean;
}

const PLACES: readonly Place[] = [
  { path: '/', title: 'overview' },
  { path: '/downloads', title: 'downloads' },
  { path: '/storage', title: 'storage' },
  { path: '/operations', title: 'operations', operatorsOnly: true },
];

export function Header({ session }: { readonly session: Session }) {
  const { t } = useWording();
  const { signOut } = useSigning();
  const [here] = useLocation();
  const places = PLACES.filter(({ operatorsOnly }) => operatorsOnly !== true || isOperator(session));
  const focusContent = () => document.getElementById('content')?.focus();
  return (
    <header className="bar">
      <button type="button" className="skip" onClick={focusContent}>
        {t('skip')}
      </button>
      <span className="brand">{t('appName')}</span>
      <nav aria-label={t('appName')}>
        {places.map(({ path, title }) => (
          <Link key={path} href={path} aria-current={here === path ? 'page' : undefined}>
            {t(title)}
          </Link>
        ))}
        <a href="/docs">{t('documentation')}</a>
      </nav>
      <div className="tools">
        <Choices />
        <span className="muted who" title={session.userId}>
          <UserRound className="icon" aria-hidden />
          {session.userId}
        </span>
        <button type="button" onClick={signOut}>
          <LogOut className="icon" aria-hidden />
          {t('signOut')}
        </button>
      </div>
    </header>
  );
}

const THEME_NAMES = { auto: 'themeAuto', light: 'themeLight', dark: 'themeDark' } as const;

/** Language and colours: also for those who have not signed in. */
export function Choices() {
  const { t, language, choose } = useWording();
  const [theme, setTheme] = useState(readTheme);
  const chooseTheme = (wish: string) => {
    const chosen = THEMES.find((one) => one === wish) ?? 'auto';
    applyTheme(chosen);
    setTheme(chosen);
  };
  return (
    <>
      <select
        aria-label={t('language')}
        value={language}
        onChange={({ target }) => choose(LANGUAGES.find((one) => one === target.value) ?? 'en')}
      >
        {LANGUAGES.map((one) => (
          <option key={one} value={one} lang={one}>
            {LANGUAGE_NAMES[one]}
          </option>
        ))}
      </select>
      <select aria-label={t('theme')} value={theme} onChange={({ target }) => chooseTheme(target.value)}>
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {t(THEME_NAMES[one])}
          </option>
        ))}
      </select>
    </>
  );
}
