import { useWording } from '../text/text';

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly onChoose: (page: number) => void;
}

export function Pager({ page, pages, onChoose }: PagerProps) {
  const { t, format } = useWording();
  if (pages <= 1) return null;
  return (
    <nav className="pager" aria-label={t('pageOf', { page, pages })}>
      <button type="button" disabled={page <= 1} onClick={() => onChoose(page - 1)}>
        {t('previous')}
      </button>
      <span aria-live="polite">{t('pageOf', { page: format.count(page), pages: format.count(pages) })}</span>
      <button type="button" disabled={page >= pages} onClick={() => onChoose(page + 1)}>
        {t('next')}
      </button>
    </nav>
  );
}
