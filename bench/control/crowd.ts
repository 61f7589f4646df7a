import { randomBytes, randomUUID } from 'node:crypto';
import { at, Person } from '../../deploy/demo/person.ts';
import { mintToken } from '../../deploy/embedded/tokens.ts';
import type { TemporaryStack } from '../../deploy/embedded/temporary-stack.ts';
import { Pool } from 'undici';

const PEOPLE = 500;
const ASSETS = 100;
const SIZE = 4096;

export interface Somebody {
  readonly id: string;
  readonly token: string;
}

/** Files that are published, and people who come for them: nobody asks for the same one twice. */
export class Crowd {
  readonly people: readonly Somebody[];
  readonly #assetIds: readonly string[];
  readonly #gateway: Pool;
  #asked = 0;

  private constructor(people: readonly Somebody[], assetIds: readonly string[], gateway: Pool) {
    this.people = people;
    this.#assetIds = assetIds;
    this.#gateway = gateway;
  }

  static async gather(stack: TemporaryStack): Promise<Crowd> {
    const admin = await Person.signIn(stack.url, stack.jwtSecret, 'bench-admin', ['admin']);
    const assetIds: string[] = [];
    for (let index = 0; index < ASSETS; index += 1) assetIds.push(await publish(admin));
    const ids = Array.from({ length: PEOPLE }, () => `bench-${randomUUID()}`);
    const people = await Promise.all(ids.map((id) => signIn(stack.jwtSecret, id)));
    return new Crowd(people, assetIds, new Pool(stack.url, { connections: 256 }));
  }

  /** Makes the next download; throws where that is refused. */
  async create(headers: () => Record<string, string> = () => ({})): Promise<string> {
    const turn = (this.#asked += 1);
    const person = this.people[turn % PEOPLE];
    const resourceId = this.#assetIds[Math.floor(turn / PEOPLE)];
    if (person === undefined || resourceId === undefined) throw new Error('Everybody has everything');
    const { statusCode, body } = await this.#gateway.request({
      method: 'POST',
      path: '/downloads',
      headers: {
        authorization: `Bearer ${person.token}`,
        'content-type': 'application/json',
        ...headers(),
      },
      body: JSON.stringify({ resourceId }),
    });
    const text = await body.text();
    if (statusCode !== 201) throw new Error(`Not created: ${String(statusCode)} ${text}`);
    return String(at({ status: statusCode, body: JSON.parse(text) as unknown }, 'data.download.id'));
  }

  leave(): Promise<void> {
    return this.#gateway.close();
  }
}

async function signIn(secret: string, id: string): Promise<Somebody> {
  const token = await mintToken(secret, { subject: id, roles: ['normal'], tier: 'free', seconds: 3600 });
  return { id, token };
}

export async function publish(admin: Person): Promise<string> {
  const [fileId, assetId] = [randomUUID(), `asset-${randomUUID()}`];
  const bytes = new Blob([randomBytes(SIZE)]).stream();
  const stored = await admin.upload(`/api/v1/files/${fileId}?filename=a.bin`, 'application/pdf', bytes);
  const published = await admin.put(`/api/v1/assets/${assetId}`, {
    title: 'A file',
    type: 'ebook',
    access: 'public',
    renditions: [{ quality: 'original', fileId }],
  });
  if (stored.status !== 201 || published.status !== 201)
    throw new Error(`Not published: ${JSON.stringify([stored, published])}`);
  return assetId;
}
