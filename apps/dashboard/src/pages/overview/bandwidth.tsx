import { lazy, Suspense } from 'react';
import { useWording } from '../../text/text';
import { ErrorBoundary } from '../../ui/error-boundary';
import { Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import { useBandwidth } from './queries';

const BandwidthChart = lazy(() => import('./bandwidth-chart'));

export function Bandwidth() {
  const { t, format } = useWording();
  const query = useBandwidth();
  const total = query.data === undefined ? '' : format.bytes(query.data.total_gb * 1024 ** 3);
  return (
    <Panel title={t('bandwidth')} aside={<span className="muted">{total}</span>}>
      <Loaded query={query} isEmpty={(data) => data.bandwidth_usage.length === 0}>
        {(data) => (
          <ErrorBoundary>
            <Suspense fallback={<div className="chart" />}>
              <BandwidthChart days={data.bandwidth_usage} />
            </Suspense>
          </ErrorBoundary>
        )}
      </Loaded>
    </Panel>
  );
}
