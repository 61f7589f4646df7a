import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** One use of a key: who (caller, method, path, key) as a digest, and what (the body) as a digest. */
export interface KeyUse {
  readonly scope: Buffer;
  readonly request: Buffer;
}

export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a use of a key meets: it is the first, the first still runs, it was another request, or it was answered. */
export type Claim =
  | { readonly outcome: 'first'; readonly owner: string }
  | { readonly outcome: 'running' }
  | { readonly outcome: 'reused' }
  | { readonly outcome: 'answered'; readonly answer: KeptAnswer };

interface Row {
  readonly request: Buffer;
  readonly status: number | null;
  readonly headers: Record<string, string> | null;
  readonly body: string | null;
}

/** Longer than any request may run; a process that dies in between frees its key after it. */
const LEASE_SECONDS = 60;
const KEEP_HOURS = 24;

/** The keys in the service's own database, so that every replica sees the same ones (DESIGN.md, section 3). */
export class IdempotencyKeys {
  constructor(
    private readonly source: DataSource,
    private readonly leaseSeconds = LEASE_SECONDS,
  ) {}

  /** One statement decides who is first, however many ask at once. */
  async claim(use: KeyUse): Promise<Claim> {
    const owner = randomUUID();
    for (;;) {
      if (await this.#take(use, owner)) return { outcome: 'first', owner };
      const row = await this.#find(use);
      // Freed between the two statements: try to take it again.
      if (row !== undefined) return claimOf(row, use);
    }
  }

  async keep(scope: Buffer, owner: string, answer: KeptAnswer): Promise<void> {
    await this.source.query(
      `UPDATE idempotency_keys SET status = $3, headers = $4, body = $5 WHERE scope = $1 AND owner = $2`,
      [scope, owner, answer.status, JSON.stringify(answer.headers), answer.body],
    );
  }

  /** The request came to nothing that should be repeated: the next one with the key is a first one. */
  async free(scope: Buffer, owner: string): Promise<void> {
    await this.source.query(
      `DELETE FROM idempotency_keys WHERE scope = $1 AND owner = $2 AND status IS NULL`,
      [scope, owner],
    );
  }

  /** How many keys were past their time. */
  async prune(): Promise<number> {
    const [, count] = await this.source.query<[unknown, number]>(
      `DELETE FROM idempotency_keys WHERE expires_at < now()`,
    );
    return count;
  }

  async #take({ scope, request }: KeyUse, owner: string): Promise<boolean> {
    const rows = await this.source.query<unknown[]>(
      `INSERT INTO idempotency_keys AS k (scope, request, owner, leased_until, expires_at)
       VALUES ($1, $2, $3, now() + make_interval(secs => $4), now() + make_interval(hours => $5))
       ON CONFLICT (scope) DO UPDATE
         SET request = excluded.request, owner = excluded.owner, leased_until = excluded.leased_until,
             expires_at = excluded.expires_at, status = NULL, headers = NULL, body = NULL
         WHERE k.expires_at < now() OR (k.status IS NULL AND k.leased_until < now())
       RETURNING owner`,
      [scope, request, owner, this.leaseSeconds, KEEP_HOURS],
    );
    return rows.length > 0;
  }

  async #find({ scope }: KeyUse): Promise<Row | undefined> {
    const [row] = await this.source.query<Row[]>(
      `SELECT request, status, headers, body FROM idempotency_keys WHERE scope = $1`,
      [scope],
    );
    return row;
  }
}

function claimOf({ request, status, headers, body }: Row, use: KeyUse): Claim {
  if (!request.equals(use.request)) return { outcome: 'reused' };
  if (status === null) return { outcome: 'running' };
  return { outcome: 'answered', answer: { status, headers: headers ?? {}, body: body ?? '' } };
}
