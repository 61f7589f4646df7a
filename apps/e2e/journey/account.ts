import { expect } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { type Answer, at, type Person } from '../contract/world.js';

export interface Quota {
  readonly used: number;
  readonly reserved: number;
  readonly total: number;
}

export async function quotaOf(person: Person): Promise<Quota> {
  const answer = await person.get('/api/storage/quota');
  const bytes = (name: string) => Number(at<string>(answer, `quota.${name}`));
  return {
    used: bytes('used_storage_bytes'),
    reserved: bytes('reserved_storage_bytes'),
    total: bytes('total_storage_bytes'),
  };
}

export interface Download {
  readonly id: string;
  readonly link: string;
}

export async function create(person: Person, assetId: string): Promise<Download> {
  const answer = await person.post('/downloads', { resourceId: assetId });
  expect(answer).toMatchObject({ status: 201 });
  return { id: at(answer, 'data.download.id'), link: at(answer, 'data.download.downloadUrl') };
}

export async function start(person: Person, id: string, resumeFrom?: number): Promise<Download> {
  const answer = await person.post(`/downloads/${id}/start`, resumeFrom === undefined ? {} : { resumeFrom });
  expect(answer).toMatchObject({ status: 200 });
  return { id, link: at(await person.get(`/downloads/${id}`), 'data.download.downloadUrl') };
}

export const detailOf = (person: Person, id: string): Promise<Answer> => person.get(`/downloads/${id}`);

export function untilStatus(person: Person, id: string, status: string): Promise<void> {
  return eventually(
    async () => {
      expect(at(await detailOf(person, id), 'data.download.status')).toBe(status);
    },
    { timeoutMs: 30_000 },
  );
}

export interface Figures {
  readonly total_downloads: number;
  readonly completed_downloads: number;
  readonly failed_downloads: number;
}

/** The figures follow the events: waits until they are these. */
export function untilFigures(person: Person, figures: Partial<Figures>): Promise<void> {
  return eventually(
    async () => {
      const answer = await person.get(`/api/downloads/user/${person.id}/summary`);
      expect(answer.body).toMatchObject(figures);
    },
    { timeoutMs: 30_000 },
  );
}

export function untilQuota(person: Person, quota: Partial<Quota>): Promise<void> {
  return eventually(
    async () => {
      expect(await quotaOf(person)).toMatchObject(quota);
    },
    { timeoutMs: 30_000 },
  );
}
