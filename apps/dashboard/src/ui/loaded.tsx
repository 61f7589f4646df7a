import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { UnreadableToken } from '../session/session';
import type { TextKey } from '../text/en';
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
  if (query.isError)
    return <Failed intro={t('failed')} error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <p className="loading" role="status">
      {t('loading')}
    </p>
  );
}

interface FailedProps {
  readonly error: Error;
  /** What went wrong, where the reason alone would not tell. */
  readonly intro?: string;
  readonly onRetry?: () => void;
}

export function Failed({ error, intro = '', onRetry }: FailedProps) {
  const { t } = useWording();
  return (
    <div className="notice bad" role="alert">
      <AlertCircle className="icon" aria-hidden />
      <span>
        {intro} {reasonOf(error, t)}
      </span>
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          {t('retry')}
        </button>
      )}
    </div>
  );
}

/** A refusal says in the reader's words why; a fault of the way says only in the browser's what. */
function reasonOf(error: Error, t: (key: TextKey) => string): string {
  if (error instanceof TypeError) return t('unreached');
  return error instanceof UnreadableToken ? t('unreadableToken') : error.message;
}
