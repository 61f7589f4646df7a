import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useWording } from '../../text/text';
import { byteTicks } from './byte-ticks';

interface Day {
  readonly date: string;
  readonly total_gb: number;
}

const GIB = 1024 ** 3;
const DAY_MS = 86_400_000;

/** Every one of the seven days, also those on which nothing moved. */
function lastWeek(days: readonly Day[]) {
  const known = new Map(days.map(({ date, total_gb }) => [date, total_gb * GIB]));
  return Array.from({ length: 7 }, (_, index) => {
    const date = new Date(Date.now() - (6 - index) * DAY_MS).toISOString().slice(0, 10);
    return { date, bytes: known.get(date) ?? 0 };
  });
}

export default function BandwidthChart({ days }: { readonly days: readonly Day[] }) {
  const { t, format } = useWording();
  const data = lastWeek(days);
  const ticks = byteTicks(Math.max(...data.map(({ bytes }) => bytes)));
  const total = data.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div className="chart" role="img" aria-label={`${t('bandwidth')}: ${format.bytes(total)}`}>
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart data={data} margin={{ top: 8, right: 8, bottom: 0, left: 8 }} accessibilityLayer={false}>
          <CartesianGrid strokeDasharray="3 3" stroke="var(--line)" />
          <XAxis
            dataKey="date"
            tickFormatter={(date: string) => format.day(date)}
            stroke="var(--muted)"
            fontSize="0.75rem"
          />
          <YAxis
            ticks={ticks}
            domain={[0, ticks.at(-1) ?? 0]}
            tickFormatter={(bytes: number) => format.bytes(bytes)}
            stroke="var(--muted)"
            fontSize="0.75rem"
            width={88}
          />
          <Tooltip
            formatter={(bytes) => [format.bytes(Number(bytes)), t('bandwidth')]}
            labelFormatter={(date) => format.day(String(date))}
            contentStyle={{ background: 'var(--panel)', borderColor: 'var(--line)', color: 'var(--text)' }}
          />
          <Area
            type="linear"
            dataKey="bytes"
            stroke="var(--accent)"
            fill="var(--accent)"
            fillOpacity={0.15}
            strokeWidth={2}
            dot={{ r: 3 }}
            isAnimationActive={false}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
}
