import { newGrantId, type Quality } from '@waybill/kernel';
import { type Answer, JsonServer, refused } from './json-server.js';

export interface FakeAsset {
  readonly assetId: string;
  readonly title?: string;
  readonly type?: string;
  /** of the file; null where it is hosted elsewhere */
  readonly size: number | null;
  readonly originalSizeBytes?: number;
  readonly limit?: number | null;
  /** who may not, and why */
  readonly refusal?: { readonly kind: string; readonly code: string };
}

interface Question {
  readonly downloadId: string;
  readonly userId: string;
  readonly assetId: string;
  readonly quality: Quality | null;
  readonly generation: number;
}

/** A small `entitlements` that keeps docs/internals.md: places by download id, refusals, links. */
export class EntitlementsServer extends JsonServer {
  readonly assets = new Map<string, FakeAsset>();
  /** downloadId → person and asset */
  readonly places = new Map<string, string>();
  readonly links: { downloadId: string; generation: number }[] = [];

  protected override answer(method: string, path: string, body: unknown): Answer {
    if (method === 'DELETE') return this.giveBack(path);
    if (path === '/internal/decisions') return this.decide(body as Question);
    if (path === '/internal/links') return this.link(body as Question);
    if (path === '/internal/decisions/batch')
      return this.decideAll(body as { userId: string; items: Question[] });
    return { status: 404, body: {} };
  }

  private decideAll({ userId, items }: { userId: string; items: Question[] }): Answer {
    const answers = items.map((item) => {
      const { status, body } = this.decide({ ...item, userId });
      const { downloadId } = item;
      return status === 201 ? { downloadId, decision: body } : { downloadId, error: body };
    });
    return { status: 201, body: { items: answers } };
  }

  private decide({ downloadId, userId, assetId, quality, generation }: Question): Answer {
    const asset = this.assets.get(assetId);
    if (asset === undefined) return refused(404, 'not-found', 'ASSET_NOT_FOUND');
    if (asset.refusal !== undefined) return refused(403, asset.refusal.kind, asset.refusal.code);
    const mine = JSON.stringify([userId, assetId]);
    const { limit = 10 } = asset;
    const used = [...this.places].filter(([id, place]) => place === mine && id !== downloadId).length;
    const isContested = used > 0;
    if (limit !== null && used >= limit)
      return refused(403, 'forbidden', 'DOWNLOAD_LIMIT_EXCEEDED', { isContested });
    this.places.set(downloadId, mine);
    const link = asset.size === null ? null : this.makeLink(downloadId, generation);
    const body = { ...factsOf(asset, quality), limit, used: used + 1, link, isContested };
    return { status: 201, body };
  }

  private link({ downloadId, generation, assetId }: Question): Answer {
    if (!this.assets.has(assetId)) return refused(404, 'not-found', 'ASSET_NOT_FOUND');
    return { status: 201, body: this.makeLink(downloadId, generation) };
  }

  private makeLink(downloadId: string, generation: number) {
    this.links.push({ downloadId, generation });
    const expiresAt = new Date(Date.now() + 12 * 3_600_000).toISOString();
    return {
      url: `http://files.test/${downloadId}?token=${this.links.length}`,
      expiresAt,
      grantId: newGrantId(),
    };
  }

  private giveBack(path: string): Answer {
    this.places.delete(path.split('/').at(-1) ?? '');
    return { status: 204, body: null };
  }
}

function factsOf(asset: FakeAsset, quality: Quality | null) {
  const { assetId, title = `Title of ${assetId}`, type = 'video', size, originalSizeBytes = null } = asset;
  return {
    assetId,
    title,
    type,
    category: 'courses',
    vendor: null,
    thumbnail: null,
    access: 'purchase',
    price: null,
    quality: quality ?? '720p',
    rendition: size === null ? null : { quality: 'original', ...fileOf(assetId), size },
    originalSizeBytes,
    remaining: null,
  };
}

/** Every asset has one file, whose id is known without asking. */
export function fileOf(assetId: string) {
  const digits = Buffer.from(assetId).toString('hex').padEnd(12, '0').slice(-12);
  return {
    fileId: `0190b6c0-0000-7000-8000-${digits}`,
    fileName: `${assetId}.mp4`,
    mediaType: 'video/mp4',
    etag: `"${assetId}"`,
  };
}
