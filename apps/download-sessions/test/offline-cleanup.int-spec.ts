import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { quotaChanged } from '@waybill/contracts';
import { uuidv7 } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { ServiceFixture } from './service.fixture.js';
import { offlineCalls, refusal } from './offline-calls.js';

const service = new ServiceFixture();
beforeAll(() => service.start(), 60_000);
afterAll(() => service.stop(), 60_000);
const { ask, completed, started } = offlineCalls(service);

describe('1.8 cleanup', () => {
  const cleanup = (as: string, type: unknown, language = 'en') =>
    ask('POST', '/api/downloads/cleanup', {
      as,
      body: { type },
      headers: { 'accept-language': language },
    });
  const age = (id: string, column: string, days: number) =>
    service.database.query(
      `UPDATE downloads SET ${column} = now() - make_interval(days => $2) WHERE id = $1`,
      [id, days],
    );

  it('deletes what is older than the person keeps copies, and says what that frees', async () => {
    const as = uuidv7();
    await service.publish(quotaChanged, quotaOf(as, 7));
    await eventually(async () => {
      const rows: unknown[] = await service.database.query(
        'SELECT FROM auto_delete_settings WHERE user_id = $1',
        [as],
      );
      expect(rows).toHaveLength(1);
    });
    const [old, recent, live] = [await completed({ as }), await completed({ as }), await started({}, { as })];
    await age(old, 'created_at', 8);
    await age(recent, 'created_at', 6);
    await age(live, 'created_at', 8);
    const { status, body } = await cleanup(as, 'old');
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        message: 'Cleanup completed - deleted 1 downloads',
        freed_storage: '600 B',
        freed_storage_bytes: '600',
        deleted_count: 1,
      },
    ]);
    const left = await ask('GET', '/api/downloads', { as });
    expect(left.body.downloads.map(({ id }) => id).toSorted()).toEqual([recent, live].toSorted());
  });

  it('deletes what expired, marked or not, and frees nothing twice', async () => {
    const as = uuidv7();
    const [due, marked, kept] = [await completed({ as }), await completed({ as }), await completed({ as })];
    await age(due, 'expires_at', 1);
    await age(marked, 'expired_at', 1);
    expect((await cleanup(as, 'expired', 'fr')).body).toMatchObject({
      message: 'Nettoyage terminé - 2 téléchargements supprimés',
      freed_storage_bytes: '600',
      deleted_count: 2,
    });
    expect((await cleanup(as, 'expired')).body.freed_storage).toBe('0 B');
    const left = await ask('GET', '/api/downloads', { as });
    expect(left.body.downloads.map(({ id }) => id)).toEqual([kept]);
  });

  it.each([
    [undefined, 'Missing type'],
    ['new', 'Invalid type'],
  ])('refuses %j', async (type, message) => {
    const { status, body } = await cleanup('ada', type);
    expect([status, body]).toEqual([400, refusal('VALIDATION_FAILED', message)]);
  });
});

function quotaOf(userId: string, autoDeleteDays: number) {
  return {
    userId,
    revision: 1,
    tier: 'free' as const,
    totalBytes: 1,
    heldBytes: 0,
    committedBytes: 0,
    autoDeleteEnabled: true,
    autoDeleteDays,
    notificationThreshold: 80,
    changedAt: new Date().toISOString(),
  };
}
