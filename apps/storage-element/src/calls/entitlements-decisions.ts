import { QUALITIES } from '@waybill/kernel';
import { type Caller, ExpiringCache, ServiceClient } from '@waybill/platform';
import { z } from 'zod';
import { AccessDecisions, type FileAccess } from '../application/access-decisions.js';

const CAPACITY = 20_000;
const KEPT_MS = 30_000;

/** docs/internals.md, "Calls between services". */
const answer = z.object({
  allowed: z.literal(true),
  downloadId: z.string().nullable(),
  generation: z.int().positive().nullish(),
  assetId: z.string().nullish(),
  quality: z.enum(QUALITIES).nullish().catch(null),
});

/** Asks entitlements and keeps what it allowed for 30 s (DESIGN.md, section 6). Refusals are asked again. */
export class EntitlementsDecisions extends AccessDecisions {
  #kept = new ExpiringCache<FileAccess>(CAPACITY);
  readonly #keysOf = new Map<string, Set<string>>();
  #revocations = 0;

  constructor(private readonly entitlements: ServiceClient) {
    super();
  }

  override async ask(fileId: string, caller: Caller): Promise<FileAccess> {
    const key = `${caller.subject} ${caller.tier} ${fileId}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const { subject: userId, tier } = caller;
    const body = { fileId, userId, tier };
    const options = { actingFor: caller, idempotent: true };
    const before = this.#revocations;
    const access = read(await this.entitlements.post('/internal/file-access', body, options));
    // What was decided before a revocation may have arrived after it.
    if (before === this.#revocations) this.#remember(userId, key, access);
    return access;
  }

  override forgetPerson(userId: string): void {
    this.#revocations += 1;
    for (const key of this.#keysOf.get(userId) ?? []) this.#kept.delete(key);
    this.#keysOf.delete(userId);
  }

  #forgetAll(): void {
    this.#kept = new ExpiringCache(CAPACITY);
    this.#keysOf.clear();
  }

  #remember(userId: string, key: string, access: FileAccess): void {
    if (this.#keysOf.size >= CAPACITY) this.#forgetAll();
    this.#kept.set(key, access, Date.now() + KEPT_MS);
    const keys = this.#keysOf.get(userId) ?? new Set();
    this.#keysOf.set(userId, keys.add(key));
  }
}

function read(body: unknown): FileAccess {
  const { downloadId, generation, assetId, quality } = answer.parse(body);
  return {
    downloadId,
    generation: downloadId === null ? null : (generation ?? null),
    assetId: assetId ?? null,
    quality: quality ?? null,
  };
}
