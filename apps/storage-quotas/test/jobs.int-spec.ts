import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GIB, newDownloadId, uuidv7 } from '@waybill/kernel';
import { Jobs } from '@waybill/platform';
import { DataSource } from 'typeorm';
import { JOBS } from '../src/jobs/quota-jobs.js';
import { type RunningQuotas, startQuotas } from './http.fixture.js';

describe('the jobs and metrics of the running service', () => {
  let quotas: RunningQuotas;
  beforeAll(async () => {
    quotas = await startQuotas();
  });
  afterAll(() => quotas.stop());

  const run = (name: string) => quotas.app.get(Jobs, { strict: false }).runNow(name);
  const metric = async (name: string) => {
    const { body } = await quotas.call<string>('GET /metrics', null);
    return Number(new RegExp(`^${name}{[^}]*} (.*)$`, 'm').exec(body)?.[1]);
  };

  it.each(Object.values(JOBS))('%s has nothing to do at first', async (name) => {
    expect(await run(name)).toBe(0);
  });

  it('count the holds that were asked for, by outcome', async () => {
    const place = (bytes: number) =>
      quotas.call(
        'POST /internal/holds',
        { service: 'download-sessions' },
        {
          body: { downloadId: newDownloadId(), generation: 1, userId: 'counted', bytes, tier: 'free' },
        },
      );
    await place(5 * GIB);
    await place(1);
    const { body } = await quotas.call<string>('GET /metrics', null);
    expect(body).toMatch(/^quota_holds_total{outcome="placed"[^}]*} 1$/m);
    expect(body).toMatch(/^quota_holds_total{outcome="INSUFFICIENT_STORAGE"[^}]*} 1$/m);
  });

  it('measure the drift, which is 0 until something is wrong', async () => {
    const subject = uuidv7();
    await quotas.call('POST /api/storage/quota/initialize', { subject }, { body: {} });
    await run(JOBS.reconcile);
    expect([await metric('quota_drift_accounts'), await metric('quota_drift_bytes')]).toEqual([0, 0]);
    const source = quotas.app.get(DataSource, { strict: false });
    await source.query('UPDATE quota_accounts SET held_bytes = 5, committed_bytes = 7 WHERE user_id = $1', [
      subject,
    ]);
    expect(await run(JOBS.reconcile)).toBe(1);
    expect([await metric('quota_drift_accounts'), await metric('quota_drift_bytes')]).toEqual([1, 12]);
  });
});
