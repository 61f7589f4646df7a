/** The place counts at the moment `now`: it was not given back, and if it is tentative its lease still runs. */
export function isTaken(place: string, now: string): string {
  return `${place}.released_at IS NULL AND (${place}.lease_until IS NULL OR ${place}.lease_until > ${now}::timestamptz)`;
}
