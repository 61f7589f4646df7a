import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWording } from '../text/text';
import { AlertCircle } from './icons';

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>;
  /** True where there is nothing to show. */
  readonly isEmpty?: (data: T) => boolean;
  readonly children: (data: T) => ReactNode;
}

/** What was loaded, or why it is not there: loading, empty and error look the same everywhere. */
export function Loaded<T>({ query, isEmpty, children }: LoadedProps<T>) {
  const { t } = useWording();
  if (query.data !== undefined) {
    if (isEmpty?.(query.data) === true) return <p className="empty">{t('nothing')}</p>;
    return children(query.data);
  }
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <p className="loading" role="status">
      {t('loading')}
    </p>
  );
}

interface FailedProps {
  readonly error: Error;
  readonly onRetry?: () => void;
}

export function Failed({ error, onRetry }: FailedProps) {
  const { t } = useWording();
  return (
    <div className="notice bad" role="alert">
      <AlertCircle className="icon" aria-hidden />
      <span>
        {t('failed')} {error.message}
      </span>
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          {t('retry')}
        </button>
      )}
    </div>
  );
}
