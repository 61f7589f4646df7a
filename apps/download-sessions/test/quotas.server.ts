import { TIER_FACTS, type Tier } from '@waybill/kernel';
import { type Answer, JsonServer, refused } from './json-server.js';

interface HoldQuestion {
  readonly downloadId: string;
  readonly generation: number;
  readonly userId: string;
  readonly bytes: number;
  readonly tier: Tier;
}

interface Held {
  readonly userId: string;
  readonly bytes: number;
  readonly generation: number;
}

/** A small `storage-quotas` that keeps docs/internals.md: a hold is keyed by download, and never passes the total. */
export class QuotasServer extends JsonServer {
  readonly held = new Map<string, Held>();
  totalBytes: number | null = null;

  protected override answer(method: string, path: string, body: unknown): Answer {
    if (method === 'DELETE') return this.release(path);
    if (path === '/internal/holds') return this.hold(body as HoldQuestion);
    if (path === '/internal/holds/batch')
      return this.holdAll(body as { userId: string; tier: Tier; items: HoldQuestion[] });
    return { status: 404, body: {} };
  }

  heldBy(userId: string): number {
    const mine = [...this.held.values()].filter((one) => one.userId === userId);
    return mine.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  private holdAll({ userId, tier, items }: { userId: string; tier: Tier; items: HoldQuestion[] }): Answer {
    const answers = items.map((item) => {
      const { status, body } = this.hold({ ...item, userId, tier });
      return status === 201
        ? { downloadId: item.downloadId, hold: body }
        : { downloadId: item.downloadId, error: body };
    });
    return { status: 201, body: { items: answers } };
  }

  private hold({ downloadId, generation, userId, bytes, tier }: HoldQuestion): Answer {
    const known = this.held.get(downloadId);
    const { totalBytes, keepDays } = TIER_FACTS[tier];
    const total = this.totalBytes ?? totalBytes;
    const remainingBytes = total - this.heldBy(userId);
    if (known === undefined && bytes > remainingBytes)
      return refused(413, 'too-large', 'INSUFFICIENT_STORAGE', {
        requiredBytes: bytes,
        remainingBytes,
        totalBytes: total,
      });
    this.held.set(downloadId, { userId, bytes, generation });
    return {
      status: 201,
      body: { downloadId, bytes, tier, keepDays, remainingBytes: remainingBytes - bytes },
    };
  }

  private release(path: string): Answer {
    const [, downloadId = '', generation = ''] = /holds\/(\w+)\?generation=(\d+)$/.exec(path) ?? [];
    const known = this.held.get(downloadId);
    if (known !== undefined && known.generation <= Number(generation)) this.held.delete(downloadId);
    return { status: 204, body: null };
  }
}
