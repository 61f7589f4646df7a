import type { TextKey } from '../../text/en';
import { useWording } from '../../text/text';
import type { Format } from '../../format/format';
import { AlertCircle } from '../../ui/icons';
import { Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import { Table } from '../../ui/table';
import { useAlerts } from './queries';

type Alert = NonNullable<ReturnType<typeof useAlerts>['data']>['data'][number];

const KINDS: Readonly<Record<string, readonly [name: TextKey, figure: 'percent' | 'bytes' | 'count']>> = {
  'failure-rate': ['alertFailureRate', 'percent'],
  bandwidth: ['alertBandwidth', 'bytes'],
  'bandwidth-surge': ['alertSurge', 'bytes'],
  'quota-threshold': ['alertQuota', 'count'],
  'dead-letter': ['alertDeadLetters', 'count'],
  'file-damaged': ['alertDamaged', 'count'],
};

type Translate = ReturnType<typeof useWording>['t'];

/** The rule's own words are English and stand in its `summary`; of the kinds that are known the page makes its own. */
function describe({ kind, summary, value, limit }: Alert, t: Translate, format: Format): string {
  const known = KINDS[kind];
  if (known === undefined) return summary;
  const [name, figure] = known;
  return `${t(name)}: ${t('alertFigures', { value: format[figure](value), limit: format[figure](limit) })}`;
}

export function AlertsPanel() {
  const { t } = useWording();
  return (
    <Panel title={t('alerts')}>
      <Loaded query={useAlerts()}>
        {({ data }) => (
          <>
            <Raised alerts={data.filter(({ clearedAt }) => clearedAt === null)} />
            <Cleared alerts={data.filter(({ clearedAt }) => clearedAt !== null)} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Raised({ alerts }: { readonly alerts: readonly Alert[] }) {
  const { t, format } = useWording();
  if (alerts.length === 0) return <p className="empty">{t('noAlerts')}</p>;
  return alerts.map((alert) => (
    <p key={alert.id} className="notice bad" role="alert">
      <AlertCircle className="icon" aria-hidden />
      <strong>{alert.rule}</strong> {describe(alert, t, format)}
      <span className="muted">{t('since', { time: format.time(alert.raisedAt) })}</span>
    </p>
  ));
}

function Cleared({ alerts }: { readonly alerts: readonly Alert[] }) {
  const { t, format } = useWording();
  if (alerts.length === 0) return null;
  return (
    <details>
      <summary>{t('alertsCleared', { count: format.count(alerts.length) })}</summary>
      <Table
        caption={t('alertsCleared', { count: format.count(alerts.length) })}
        rows={alerts}
        keyOf={({ id }) => id}
        columns={[
          { title: t('name'), cell: ({ rule }) => rule },
          { title: t('reason'), cell: (alert) => describe(alert, t, format) },
          { title: t('raised'), cell: ({ raisedAt }) => format.time(raisedAt) },
          { title: t('cleared'), cell: ({ clearedAt }) => format.time(clearedAt ?? '') },
        ]}
      />
    </details>
  );
}
