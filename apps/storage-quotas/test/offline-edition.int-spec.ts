import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GIB, newDownloadId, uuidv7 } from '@waybill/kernel';
import { type RunningQuotas, startQuotas } from './http.fixture.js';

const UUID = /^[0-9a-f-]{36}$/;

describe('the offline edition, parts 2 and 3', () => {
  let quotas: RunningQuotas;
  beforeAll(async () => {
    quotas = await startQuotas();
  });
  afterAll(() => quotas.stop());

  const hold = (userId: string, bytes: number, tier = 'premium') =>
    quotas.call(
      'POST /internal/holds',
      { service: 'download-sessions' },
      {
        body: { downloadId: newDownloadId(), generation: 1, userId, bytes, tier },
      },
    );

  /** The document's figures: 25.5 GB of 50. */
  const exampleRoom = {
    tier: 'premium',
    total_storage: '50 GB',
    total_storage_bytes: '53687091200',
    used_storage: '25.51 GB',
    used_storage_bytes: '27395133440',
    reserved_storage_bytes: '27395133440',
    remaining_storage: '24.49 GB',
    remaining_storage_bytes: '26291957760',
  };
  const exampleSettings = { auto_delete_enabled: true, auto_delete_days: 45, notification_threshold: 80 };
  let person: { subject: string; tier: 'premium' };
  beforeAll(async () => {
    person = { subject: uuidv7(), tier: 'premium' };
    expect((await hold(person.subject, 27_395_133_440)).status).toBe(201);
  });

  it('2.1 usage', async () => {
    expect(await quotas.call('GET /api/downloads/storage/usage', person)).toEqual({
      status: 200,
      body: {
        success: true,
        storage: { ...exampleRoom, used_percent: 51, ...exampleSettings },
        alert: { used_percent: 51, threshold: 80, should_alert: false, tier: 'premium' },
      },
    });
  });

  it('2.1 usage alerts at the threshold', async () => {
    const subject = uuidv7();
    await hold(subject, 4 * GIB, 'free');
    const { body } = await quotas.call('GET /api/downloads/storage/usage', { subject });
    expect(body.alert).toEqual({ used_percent: 80, threshold: 80, should_alert: true, tier: 'free' });
  });

  it('2.2 info', async () => {
    const { total_storage, used_storage, remaining_storage, reserved_storage_bytes } = exampleRoom;
    expect(await quotas.call('GET /api/downloads/storage/info', person)).toEqual({
      status: 200,
      body: {
        success: true,
        storage: {
          tier: 'premium',
          total_storage,
          used_storage,
          remaining_storage,
          reserved_storage_bytes,
          used_percent: 51,
        },
        downloads_summary: { pending: 0, downloading: 0, completed: 0, paused: 0, failed: 0, cancelled: 0 },
        oldest_download: null,
      },
    });
  });

  it('3.1 tiers, for anybody', async () => {
    const { status, body } = await quotas.call<{ tiers: Record<string, unknown> }>(
      'GET /api/storage/tiers',
      null,
    );
    expect(status).toBe(200);
    expect(Object.keys(body.tiers)).toEqual(['free', 'premium', 'family']);
    expect(body.tiers.premium).toEqual({
      tier: 'premium',
      storage_gb: 50,
      storage_bytes: '53687091200',
      description: 'Perfect for regular watchers',
      features: ['50 GB storage', 'Download multiple titles', '45-day auto-delete'],
    });
  });

  it('3.2 quota', async () => {
    expect(await quotas.call('GET /api/storage/quota', person)).toEqual({
      status: 200,
      body: { success: true, quota: { ...exampleRoom, used_percent: 51, ...exampleSettings } },
    });
  });

  it.each(['GET /api/storage/quota/remaining', 'GET /api/downloads/storage/remaining'])(
    '3.3 %s',
    async (route) => {
      expect(await quotas.call(route, person)).toEqual({
        status: 200,
        body: { success: true, ...exampleRoom, remaining_percent: 49 },
      });
    },
  );

  it('shows a stranger what his token would give him, and makes nothing', async () => {
    const subject = uuidv7();
    const { body } = await quotas.call('GET /api/storage/quota', { subject, tier: 'family' });
    expect(body.quota).toMatchObject({ tier: 'family', used_storage: '0 B', used_percent: 0 });
    expect((await quotas.call('POST /api/storage/quota/initialize', { subject }, { body: {} })).status).toBe(
      201,
    );
  });

  describe('3.4 initialize', () => {
    const initialize = (caller: object, body?: unknown) =>
      quotas.call<{ quota: Record<string, unknown> }>('POST /api/storage/quota/initialize', caller, { body });

    it('answers 201 when it made the account, 200 after, with the account as it is', async () => {
      const subject = uuidv7();
      const made = await initialize({ subject, tier: 'premium' }, { tier: 'free' });
      expect(made).toEqual({
        status: 201,
        body: {
          success: true,
          message: 'Storage quota initialized',
          quota: {
            id: expect.stringMatching(UUID),
            user_id: subject,
            tier: 'free',
            total_storage_bytes: '5368709120',
            used_storage_bytes: '0',
            auto_delete_enabled: true,
            auto_delete_days: 30,
            notification_threshold: 80,
          },
        },
      });
      const again = await initialize({ subject, tier: 'premium' }, { tier: 'premium' });
      expect([again.status, again.body.quota]).toEqual([200, made.body.quota]);
    });

    it('takes free where nothing is said, also without a body', async () => {
      expect((await initialize({ tier: 'family' })).body.quota.tier).toBe('free');
      expect((await initialize({ tier: 'family' }, {})).body.quota.tier).toBe('free');
    });

    it.each([
      ['free', 'premium'],
      ['premium', 'family'],
    ])('refuses a %s person %s', async (tier, wanted) => {
      expect(await initialize({ tier }, { tier: wanted })).toEqual({
        status: 403,
        body: { success: false, message: 'Premium subscription required', code: 'SUBSCRIPTION_REQUIRED' },
      });
    });
  });

  describe('3.5 upgrade', () => {
    const upgrade = (caller: object, body: unknown) =>
      quotas.call<{ quota: Record<string, unknown> }>('POST /api/storage/quota/upgrade', caller, { body });

    it('goes as far as the token, and down again', async () => {
      const subject = uuidv7();
      await hold(subject, 100, 'free');
      expect(await upgrade({ subject, tier: 'premium' }, { tier: 'premium' })).toEqual({
        status: 200,
        body: {
          success: true,
          message: 'Storage upgraded to premium',
          quota: {
            id: expect.stringMatching(UUID),
            user_id: subject,
            tier: 'premium',
            total_storage_bytes: '53687091200',
            used_storage_bytes: '100',
          },
        },
      });
      expect((await upgrade({ subject, tier: 'premium' }, { tier: 'free' })).body.quota.tier).toBe('free');
    });

    it.each(['admin', 'service'])('lets %s take any', async (role) => {
      expect((await upgrade({ roles: [role] }, { tier: 'family' })).status).toBe(200);
    });

    it('refuses a normal person', async () => {
      const { status, body } = await upgrade({}, { tier: 'premium' });
      expect([status, body]).toEqual([
        403,
        { success: false, message: 'Premium subscription required', code: 'SUBSCRIPTION_REQUIRED' },
      ]);
    });

    it.each([
      [{}, 'Missing tier'],
      [{ tier: null }, 'Missing tier'],
      [{ tier: 'gold' }, 'Invalid tier'],
      [{ tier: 3 }, 'Invalid tier'],
    ])('names what is wrong with %j', async (body, message) => {
      expect(await upgrade({}, body)).toEqual({
        status: 400,
        body: { success: false, message, code: 'VALIDATION_FAILED' },
      });
    });
  });

  it('answers an Idempotency-Key with the same again, and refuses it for something else', async () => {
    const caller = { subject: uuidv7(), tier: 'premium' as const };
    const headers = { 'idempotency-key': uuidv7() };
    const initialize = (tier: string) =>
      quotas.call('POST /api/storage/quota/initialize', caller, { body: { tier }, headers });
    const first = await initialize('premium');
    expect(first.status).toBe(201);
    expect(await initialize('premium')).toEqual(first);
    expect(await initialize('free')).toEqual({
      status: 422,
      body: { success: false, message: expect.any(String), code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  describe('3.6 settings', () => {
    const change = (caller: object, body: unknown) =>
      quotas.call<{ quota: Record<string, unknown> }>('PATCH /api/storage/quota/settings', caller, { body });

    it('changes what is named and keeps the rest', async () => {
      const subject = uuidv7();
      const whole = { auto_delete_enabled: true, auto_delete_days: 45, notification_threshold: 75 };
      expect(await change({ subject }, whole)).toEqual({
        status: 200,
        body: {
          success: true,
          message: 'Storage settings updated',
          quota: { id: expect.stringMatching(UUID), ...whole },
        },
      });
      const partial = await change({ subject }, { auto_delete_enabled: false, unknown: 'ignored' });
      expect(partial.body.quota).toMatchObject({ ...whole, auto_delete_enabled: false });
    });

    it.each([
      ['auto_delete_days', [1, 365]],
      ['notification_threshold', [1, 100]],
    ])('takes %s at its bounds', async (field, values) => {
      for (const value of values) {
        expect((await change({}, { [field]: value })).body.quota[field]).toBe(value);
      }
    });

    it.each([
      ['auto_delete_days', 0],
      ['auto_delete_days', 366],
      ['auto_delete_days', 1.5],
      ['auto_delete_days', '30'],
      ['auto_delete_days', null],
      ['notification_threshold', 0],
      ['notification_threshold', 101],
      ['auto_delete_enabled', 'true'],
    ])('refuses %s: %j and says which it was', async (field, value) => {
      expect(await change({}, { [field]: value })).toEqual({
        status: 400,
        body: { success: false, message: `Invalid ${field}`, code: 'VALIDATION_FAILED' },
      });
    });
  });

  it.each([
    ['zh', '需要高级订阅'],
    ['fr-CA, en;q=0.5', 'Abonnement premium requis'],
    ['ru', 'Требуется премиум-подписка'],
    ['de', 'Premium subscription required'],
  ])('speaks %s', async (language, message) => {
    const { body } = await quotas.call(
      'POST /api/storage/quota/upgrade',
      {},
      { body: { tier: 'family' }, headers: { 'accept-language': language } },
    );
    expect(body).toEqual({ success: false, message, code: 'SUBSCRIPTION_REQUIRED' });
  });

  it('refuses malformed JSON in its own shape', async () => {
    const { status, body } = await quotas.call(
      'PATCH /api/storage/quota/settings',
      {},
      {
        headers: { 'content-type': 'application/json' },
        raw: '{',
      },
    );
    expect([status, body.success]).toEqual([400, false]);
  });
});
