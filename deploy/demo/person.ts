import { mintToken } from '../embedded/tokens.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Somebody who talks to the gateway with a token of the local identity provider. */
export class Person {
  readonly id: string;
  readonly #gateway: string;
  readonly #token: string;

  private constructor(id: string, gateway: string, token: string) {
    this.id = id;
    this.#gateway = gateway;
    this.#token = token;
  }

  static async signIn(
    gateway: string,
    jwtSecret: string,
    id: string,
    roles: readonly string[],
  ): Promise<Person> {
    const token = await mintToken(jwtSecret, { subject: id, roles, tier: 'free', seconds: 3600 });
    return new Person(id, gateway, token);
  }

  get(path: string): Promise<Answer> {
    return this.#call(path, { method: 'GET' });
  }

  post(path: string, body: object = {}): Promise<Answer> {
    return this.#json('POST', path, body);
  }

  put(path: string, body: object): Promise<Answer> {
    return this.#json('PUT', path, body);
  }

  upload(path: string, mediaType: string, body: ReadableStream): Promise<Answer> {
    return this.#call(path, { method: 'PUT', body, duplex: 'half' }, { 'content-type': mediaType });
  }

  #json(method: string, path: string, body: object): Promise<Answer> {
    return this.#call(path, { method, body: JSON.stringify(body) }, { 'content-type': 'application/json' });
  }

  async #call(path: string, init: RequestInit, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(`${this.#gateway}${path}`, {
      ...init,
      headers: { ...headers, authorization: `Bearer ${this.#token}` },
    });
    const text = await answer.text();
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    return { status: answer.status, body: isJson ? (JSON.parse(text) as unknown) : text };
  }
}

/** Reads `data.download.id` out of an answer; undefined where there is nothing. */
export function at(answer: Answer, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], answer.body);
}
