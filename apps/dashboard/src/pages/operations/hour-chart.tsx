import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useWording } from '../../text/text';

interface Hour {
  readonly hour: number;
  readonly downloads: number;
}

/** All 24 hours, also those in which nothing happened. */
export default function HourChart({ hours }: { readonly hours: readonly Hour[] }) {
  const { t, format } = useWording();
  const known = new Map(hours.map(({ hour, downloads }) => [hour, downloads]));
  const data = Array.from({ length: 24 }, (_, hour) => ({ hour, downloads: known.get(hour) ?? 0 }));
  const busiest = data.reduce((best, one) => (one.downloads > best.downloads ? one : best));
  return (
    <div
      className="chart"
      role="img"
      aria-label={`${t('byHour')}: ${String(busiest.hour)} h, ${format.count(busiest.downloads)}`}
    >
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={data} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid strokeDasharray="3 3" stroke="var(--line)" vertical={false} />
          <XAxis dataKey="hour" stroke="var(--muted)" fontSize="0.75rem" />
          <YAxis allowDecimals={false} stroke="var(--muted)" fontSize="0.75rem" width={40} />
          <Tooltip
            cursor={{ fill: 'var(--sunken)' }}
            formatter={(value) => [format.count(Number(value)), t('downloads')]}
            contentStyle={{ background: 'var(--panel)', borderColor: 'var(--line)', color: 'var(--text)' }}
          />
          <Bar dataKey="downloads" fill="var(--accent)" radius={3} isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
