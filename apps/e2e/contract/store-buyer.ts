import { type Answer, order, type Person, somebody } from './world.js';

export const generate = (person: Person, assetId: string, body?: object): Promise<Answer> =>
  person.post(`/downloads/generate/${assetId}`, body);

/** Somebody who has paid for it. */
export async function buyer(assetId: string): Promise<Person> {
  const person = somebody();
  await order(person.id, assetId, 'PAID');
  return person;
}
