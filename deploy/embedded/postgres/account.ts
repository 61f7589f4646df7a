/** The account PostgreSQL runs under. It refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` on Debian, Red Hat, Alpine and macOS alike have names for it; the number is what counts. */
const NOBODY: Account = { uid: 65_534, gid: 65_534 };

/** Null where it runs as whoever started us. */
export function serverAccount(): Account | null {
  return process.getuid?.() === 0 ? NOBODY : null;
}
