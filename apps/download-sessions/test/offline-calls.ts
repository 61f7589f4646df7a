import { uuidv7 } from '@waybill/kernel';
import type { FakeAsset } from './entitlements.server.js';
import type { Answered, Ask, ServiceFixture } from './service.fixture.js';

interface Shown {
  readonly id: string;
  readonly content_id: string;
  readonly status: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly downloaded_bytes: string;
}

/** Every field that an answer of this edition may have, as far as a test reads it by name. */
interface Body {
  readonly message: string;
  readonly code: string;
  readonly download: Shown;
  readonly downloads: readonly Shown[];
  readonly pagination: object;
  readonly freed_storage: string;
}

/** What a client of the offline edition does, at a service of a test. */
export function offlineCalls(service: ServiceFixture) {
  function publishAsset(change: Partial<FakeAsset> = {}): string {
    const assetId = uuidv7();
    service.entitlements.assets.set(assetId, {
      assetId,
      title: 'The Dark Knight',
      type: 'movie',
      size: 1000,
      ...change,
    });
    return assetId;
  }

  const ask = async (method: string, path: string, options: Ask = {}): Promise<Answered<Body>> =>
    (await service.ask(method, path, options)) as Answered<unknown> as Answered<Body>;

  const start = (body: unknown, options: Ask = {}) =>
    ask('POST', '/api/downloads/start', { ...options, body });

  async function started(change: Partial<FakeAsset> = {}, options: Ask = {}): Promise<string> {
    const { body } = await start({ content_id: publishAsset(change) }, options);
    return body.download.id;
  }

  async function completed(options: Ask = {}): Promise<string> {
    const id = await started({ size: null, originalSizeBytes: 1000 }, options);
    await ask('PATCH', `/api/downloads/${id}/progress`, { ...options, body: { downloaded_bytes: '600' } });
    return id;
  }

  return { publishAsset, ask, start, started, completed };
}

export const refusal = (code: string, message: string) => ({ success: false, message, code });
