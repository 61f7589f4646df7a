const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = `(${MONTHS.join('|')})`;
const TIME = '([0-9]{2}):([0-9]{2}):([0-9]{2})';

// RFC 9110, 5.6.7: IMF-fixdate, and the two obsolete forms that a recipient MUST accept.
const IMF = new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), ([0-9]{2}) ${MONTH} ([0-9]{4}) ${TIME} GMT$`);
const RFC850 = new RegExp(
  `^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday), ([0-9]{2})-${MONTH}-([0-9]{2}) ${TIME} GMT$`,
);
const ASCTIME = new RegExp(
  `^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} ((?:[0-9]| )[0-9]) ${TIME} ([0-9]{4})$`,
);

interface DateParts {
  readonly day: string;
  readonly month: string;
  readonly year: number;
  readonly time: readonly string[];
}

/** Seconds since 1970, or null where the text is no HTTP-date. `now` settles the century of two-digit years. */
export function parseHttpDate(text: string, now: Date = new Date()): number | null {
  const parts = readImf(text) ?? readRfc850(text, now) ?? readAsctime(text);
  return parts === null ? null : toSeconds(parts);
}

function readImf(text: string): DateParts | null {
  const match = IMF.exec(text);
  if (match === null) return null;
  const [, day = '', month = '', year = '', ...time] = match;
  return { day, month, year: Number(year), time };
}

function readRfc850(text: string, now: Date): DateParts | null {
  const match = RFC850.exec(text);
  if (match === null) return null;
  const [, day = '', month = '', year = '', ...time] = match;
  return { day, month, year: inCentury(Number(year), now.getUTCFullYear()), time };
}

function readAsctime(text: string): DateParts | null {
  const match = ASCTIME.exec(text);
  if (match === null) return null;
  const [, month = '', day = '', ...rest] = match;
  return { day: day.trim(), month, year: Number(rest[3]), time: rest.slice(0, 3) };
}

/** RFC 9110, 5.6.7: what "appears to be more than 50 years in the future" is the most recent past year with these digits. */
function inCentury(twoDigits: number, thisYear: number): number {
  const year = thisYear - (thisYear % 100) + twoDigits;
  return year > thisYear + 50 ? year - 100 : year;
}

function toSeconds({ day, month, year, time }: DateParts): number | null {
  const [hour = 0, minute = 0, second = 0] = time.map(Number);
  if (hour > 23 || minute > 59 || second > 60) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, MONTHS.indexOf(month), Number(day));
  // 30 February would roll over into March: then it is no date.
  if (date.getUTCDate() !== Number(day)) return null;
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
}

/** Seconds since 1970 of the second that `date` lies in: HTTP knows no finer time. */
export function wholeSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/** An IMF-fixdate (RFC 9110, 5.6.7). */
export function formatHttpDate(date: Date): string {
  return date.toUTCString();
}
