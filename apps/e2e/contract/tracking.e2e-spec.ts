import { describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { expectLike } from './like.js';
import { TRACKING } from './tracking.examples.js';
import { admin, at, fresh, Person, somebody } from './world.js';

interface Reported {
  readonly person: Person;
  readonly fileId: string;
  readonly id: string;
}

const MIB = 1024 ** 2;

async function start(person: Person, fileId = fresh('file'), fileName = 'report.pdf'): Promise<Reported> {
  const answer = await person.post('/api/downloads/start', {
    user_id: person.id,
    file_id: fileId,
    file_name: fileName,
    file_size_bytes: MIB,
  });
  expect(answer.status).toBe(200);
  expectLike(answer.body, TRACKING.start);
  expect(at(answer, 'status')).toBe('started');
  return { person, fileId, id: at(answer, 'download_id') };
}

describe('the tracking edition', () => {
  it('starts and completes once', async () => {
    const { person, id } = await start(somebody());
    const done = await person.post(`/api/downloads/complete/${id}`, { download_speed_kbps: 8000 });
    expect([done.status, done.body]).toEqual([200, { status: 'completed', download_id: id }]);
    const again = await person.post(`/api/downloads/complete/${id}`);
    expect(again.status).toBe(404);
    expect(again.body).toMatchObject({ detail: 'Download not found or already completed' });
  });

  it('takes a lone optional body bare', async () => {
    const first = await start(somebody());
    expect((await first.person.post(`/api/downloads/complete/${first.id}`, 9000)).status).toBe(200);
    const second = await start(somebody());
    expect((await second.person.post(`/api/downloads/fail/${second.id}`, 'disk full')).body).toEqual({
      status: 'failed',
    });
  });

  it('fails and cancels what runs, and nothing else', async () => {
    const failed = await start(somebody());
    expect((await failed.person.post(`/api/downloads/fail/${failed.id}`)).body).toEqual({ status: 'failed' });
    expect((await failed.person.post(`/api/downloads/fail/${failed.id}`)).body).toEqual({
      status: 'not_found',
    });
    const cancelled = await start(somebody());
    expect((await cancelled.person.post(`/api/downloads/cancel/${cancelled.id}`)).body).toEqual({
      status: 'cancelled',
    });
    const foreign = await start(somebody());
    expect((await somebody().post(`/api/downloads/cancel/${foreign.id}`)).body).toEqual({
      status: 'not_found',
    });
  });

  it('resumes the same one, starts anew after an end, knows nothing of strangers', async () => {
    const { person, fileId, id } = await start(somebody());
    const resume = (bytes: number, file = fileId) =>
      person.post('/api/downloads/resume', { user_id: person.id, file_id: file, bytes_downloaded: bytes });
    expect((await resume(512)).body).toMatchObject({ download_id: id, status: 'resumed' });
    await person.post(`/api/downloads/cancel/${id}`);
    expect((await resume(1024)).body).toMatchObject({ download_id: id, status: 'resumed' });
    await person.post(`/api/downloads/complete/${id}`);
    const anew = await resume(0);
    expectLike(anew.body, TRACKING.resume);
    expect(at(anew, 'download_id')).not.toBe(id);
    expect((await resume(0, fresh('unknown'))).body).toMatchObject({ status: 'not_found' });
  });

  it('shows the queue with the progress that was reported', async () => {
    const { person, fileId } = await start(somebody());
    await person.post('/api/downloads/resume', {
      user_id: person.id,
      file_id: fileId,
      bytes_downloaded: MIB / 4,
    });
    const answer = await person.get(`/api/downloads/queue/${person.id}`);
    expectLike(answer.body, TRACKING.queue);
    expect(answer.body).toMatchObject({
      user_id: person.id,
      queue: [
        {
          file_id: fileId,
          file_name: 'report.pdf',
          bytes_downloaded: MIB / 4,
          total_bytes: MIB,
          progress_percent: 25,
        },
      ],
      count: 1,
    });
  });

  it('lets nobody report or read for somebody else, but an admin', async () => {
    const other = somebody();
    const body = { user_id: other.id, file_id: 'f', file_name: 'a.pdf', file_size_bytes: 1 };
    const refused = await somebody().post('/api/downloads/start', body);
    expect(refused.status).toBe(403);
    expectLike(refused.body, TRACKING.error);
    expect((await admin.post('/api/downloads/start', body)).status).toBe(200);
    for (const path of [`user/${other.id}/history`, `user/${other.id}/summary`, `queue/${other.id}`]) {
      expect([path, (await somebody().get(`/api/downloads/${path}`)).status]).toEqual([path, 403]);
      expect([path, (await other.get(`/api/downloads/${path}`)).status]).toEqual([path, 200]);
    }
  });

  it('refuses a body that misses a field', async () => {
    const person = somebody();
    const answer = await person.post('/api/downloads/start', {
      user_id: person.id,
      file_id: 'f',
      file_name: 'a.pdf',
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('file_size_bytes');
  });

  describe('its figures', () => {
    it('a person’s history and summary', async () => {
      const done = await start(somebody());
      const { person } = done;
      await person.post(`/api/downloads/complete/${done.id}`, { download_speed_kbps: 8000 });
      const lost = await start(person, fresh('file'), 'clip.mp4');
      await person.post(`/api/downloads/fail/${lost.id}`, { error_message: 'no network' });
      await eventually(async () => {
        const history = await person.get(`/api/downloads/user/${person.id}/history?days=30`);
        expectLike(history.body, TRACKING.history);
        expect(history.body).toMatchObject({
          user_id: person.id,
          count: 2,
          downloads: [{ status: 'failed' }, { status: 'completed' }],
        });
        const summary = await person.get(`/api/downloads/user/${person.id}/summary`);
        expectLike(summary.body, TRACKING.summary);
        expect(summary.body).toMatchObject({
          total_downloads: 2,
          completed_downloads: 1,
          failed_downloads: 1,
          total_size_mb: 1,
          favorite_file_types: ['document'],
          avg_download_speed_kbps: 8000,
          completion_rate: 50,
        });
      });
    });

    it('says zero of who never downloaded', async () => {
      const person = somebody();
      const answer = await person.get(`/api/downloads/user/${person.id}/summary`);
      expect(answer.body).toMatchObject({ user_id: person.id, total_downloads: 0, completion_rate: 0 });
    });

    it('a file’s analytics, for those who may read figures', async () => {
      const { person, fileId, id } = await start(somebody());
      await person.post(`/api/downloads/complete/${id}`, { download_speed_kbps: 8000 });
      expect((await person.get(`/api/downloads/files/${fileId}/analytics`)).status).toBe(403);
      const analyst = new Person(fresh('analyst'), { roles: ['analyst'] });
      await eventually(async () => {
        const answer = await analyst.get(`/api/downloads/files/${fileId}/analytics`);
        expectLike(answer.body, TRACKING.fileAnalytics);
        expect(answer.body).toMatchObject({
          total_downloads: 1,
          unique_downloaders: 1,
          peak_download_hour: expect.any(Number),
        });
      });
    });

    it('popular files, bandwidth and the day', async () => {
      const { person, fileId, id } = await start(somebody());
      await person.post(`/api/downloads/complete/${id}`, { download_speed_kbps: 8000 });
      await eventually(async () => {
        const popular = await person.get('/api/downloads/files/popular?days=7&limit=50');
        expectLike(popular.body, TRACKING.popular);
        expect(at(popular, 'period_days')).toBe(7);
        const bandwidth = await person.get('/api/downloads/bandwidth/usage?days=7');
        expectLike(bandwidth.body, TRACKING.bandwidth);
        const daily = await admin.get('/api/downloads/stats/daily');
        expectLike(daily.body, TRACKING.daily);
        const document = at<{ file_type: string }[]>(daily, 'stats_by_type').find(
          (row) => row.file_type === 'document',
        );
        expect(document).toBeDefined();
      });
      expect((await admin.get(`/api/downloads/files/${fileId}/analytics`)).status).toBe(200);
      expect((await person.get('/api/downloads/stats/daily')).status).toBe(403);
    });

    it.each([
      'files/popular?days=0',
      'files/popular?days=31',
      'files/popular?limit=51',
      'bandwidth/usage?days=31',
      'stats/daily?date=soon',
      'user/contract-admin/history?days=91',
    ])('refuses %s', async (path) => {
      const answer = await admin.get(`/api/downloads/${path}`);
      expect(answer.status).toBe(400);
      expect(answer.body).toHaveProperty('detail');
    });
  });
});
