import { type ReactNode, useEffect, useRef } from 'react';
import type { TextKey } from '../text/en';
import { useWording } from '../text/text';

interface PageHeadProps {
  readonly title: TextKey;
  readonly children?: ReactNode;
}

/** Names the page. Who came by a link is brought to its heading, so that a screen reader says where he is. */
export function PageHead({ title, children }: PageHeadProps) {
  const { t } = useWording();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${t(title)} · ${t('appName')}`;
  }, [t, title]);
  useEffect(() => {
    if (document.activeElement !== document.body) heading.current?.focus();
  }, []);
  return (
    <div className="page-head">
      <h1 ref={heading} tabIndex={-1}>
        {t(title)}
      </h1>
      {children}
    </div>
  );
}
