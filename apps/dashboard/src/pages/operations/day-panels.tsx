import { useState } from 'react';
import { useWording } from '../../text/text';
import { Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import { Table } from '../../ui/table';
import { typeName } from '../../ui/words';
import { Countries } from './countries';
import { useDay } from './queries';
import { today } from './today';

/** One UTC day: what was downloaded, and from where. */
export function DayPanels() {
  const { t } = useWording();
  const [date, setDate] = useState(today);
  const query = useDay(date);
  const chooser = (
    <label className="inline">
      {t('dayUtc')}
      <input
        type="date"
        value={date}
        max={today()}
        required
        onChange={({ target }) => target.value !== '' && setDate(target.value)}
      />
    </label>
  );
  return (
    <div className="columns">
      <Panel title={t('byType')} aside={chooser}>
        <Types query={query} />
      </Panel>
      <Panel title={t('byCountry')}>
        <Loaded query={query} isEmpty={({ by_country }) => Object.keys(by_country).length === 0}>
          {({ by_country }) => <Countries downloads={by_country} />}
        </Loaded>
      </Panel>
    </div>
  );
}

function Types({ query }: { readonly query: ReturnType<typeof useDay> }) {
  const { t, format } = useWording();
  return (
    <Loaded query={query} isEmpty={({ stats_by_type }) => stats_by_type.length === 0}>
      {({ stats_by_type }) => (
        <Table
          caption={t('byType')}
          rows={stats_by_type}
          keyOf={(row) => row.file_type}
          columns={[
            { title: t('type'), cell: (row) => typeName(t, row.file_type) },
            { title: t('downloads'), numeric: true, cell: (row) => format.count(row.total_downloads) },
            { title: t('people'), numeric: true, cell: (row) => format.count(row.unique_users) },
            { title: t('failedCount'), numeric: true, cell: (row) => format.count(row.failed_count) },
            { title: t('successRate'), numeric: true, cell: (row) => format.percent(row.success_rate) },
          ]}
        />
      )}
    </Loaded>
  );
}
