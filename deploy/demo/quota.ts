import { check } from './checks.ts';
import { at, type Person } from './person.ts';

export interface Quota {
  readonly total: number;
  readonly used: number;
  readonly reserved: number;
  readonly words: string;
}

export async function readQuota(person: Person): Promise<Quota> {
  const answer = await person.get('/api/storage/quota');
  if (answer.status !== 200) check('the quota can be read', false, answer);
  const number = (name: string) => Number(at(answer, `quota.${name}`));
  return {
    total: number('total_storage_bytes'),
    used: number('used_storage_bytes'),
    reserved: number('reserved_storage_bytes'),
    words: `${String(at(answer, 'quota.used_storage'))} of ${String(at(answer, 'quota.total_storage'))} used`,
  };
}
