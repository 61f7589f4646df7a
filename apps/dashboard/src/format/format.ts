/** Powers of 1024, as everywhere in Waybill; figures and units in the reader's language. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  fr: ['o', 'Ko', 'Mo', 'Go', 'To'],
  ru: ['Б', 'КБ', 'МБ', 'ГБ', 'ТБ'],
};
const USUAL_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
const SECOND: Readonly<Record<string, string>> = { ru: 'с' };

export interface Format {
  bytes(bytes: number): string;
  /** kilobits per second, the tracking edition's unit */
  speedKbps(kbps: number): string;
  /** bytes per second */
  speed(bytesPerSecond: number): string;
  percent(value: number): string;
  count(value: number): string;
  /** two digits after the point at most */
  decimal(value: number): string;
  time(iso: string): string;
  day(isoDate: string): string;
  /** `3:05`, `2:00:09` */
  duration(seconds: number): string;
}

export function formatFor(locale: string): Format {
  const count = new Intl.NumberFormat(locale);
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const short = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  const language = locale.slice(0, 2);
  const units = UNITS[language] ?? USUAL_UNITS;
  const bytes = (value: number) => {
    const power = value < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
    return `${short.format(value / 1024 ** power)}\u00a0${units[power] ?? ''}`;
  };
  const speed = (value: number) => `${bytes(value)}/${SECOND[language] ?? 's'}`;
  return {
    bytes,
    speed,
    speedKbps: (kbps) => speed((kbps * 1000) / 8),
    percent: (value) => percent.format(value / 100),
    count: (value) => count.format(value),
    decimal: (value) => decimal.format(value),
    time: (iso) => time.format(new Date(iso)),
    day: (iso) => day.format(new Date(iso)),
    duration,
  };
}

function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
