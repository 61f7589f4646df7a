import type { TextKey } from '../../text/en';
import { useWording } from '../../text/text';
import { FILE_TYPES, typeName } from '../../ui/words';

const WORDS = {
  all: 'all',
  pending: 'pending',
  downloading: 'downloading',
  paused: 'paused',
  completed: 'completed',
  failed: 'failedCount',
  cancelled: 'cancelled',
} as const satisfies Record<string, TextKey>;

type Status = keyof typeof WORDS;
const STATUSES = Object.keys(WORDS) as Status[];

export interface Filter {
  readonly status: Status;
  /** Empty for all of them. */
  readonly type: string;
}

export const EVERYTHING: Filter = { status: 'all', type: '' };

interface FiltersProps {
  readonly filter: Filter;
  readonly onChoose: (filter: Filter) => void;
}

export function Filters({ filter, onChoose }: FiltersProps) {
  const { t } = useWording();
  const chooseStatus = (wish: string) =>
    onChoose({ ...filter, status: STATUSES.find((one) => one === wish) ?? 'all' });
  return (
    <div className="tools">
      <select
        aria-label={t('status')}
        value={filter.status}
        onChange={({ target }) => chooseStatus(target.value)}
      >
        {STATUSES.map((one) => (
          <option key={one} value={one}>
            {t(WORDS[one])}
          </option>
        ))}
      </select>
      <select
        aria-label={t('type')}
        value={filter.type}
        onChange={({ target }) => onChoose({ ...filter, type: target.value })}
      >
        <option value="">{t('allTypes')}</option>
        {FILE_TYPES.map((one) => (
          <option key={one} value={one}>
            {typeName(t, one)}
          </option>
        ))}
      </select>
    </div>
  );
}
