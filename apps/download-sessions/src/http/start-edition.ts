import type { Caller, Client } from '@waybill/platform';

/** `POST /api/downloads/start` as it came: two documents describe it, so nobody has checked the body yet. */
export interface StartCall {
  readonly body: unknown;
  readonly caller: Caller;
  readonly client: Client;
}

export interface StartAnswer {
  readonly status: number;
  readonly body: object;
}

/** One document's view of `POST /api/downloads/start`. */
export abstract class StartEdition {
  /** Whether a body is this edition's. */
  abstract answers(body: unknown): boolean;
  /** Checks the body by the edition's own rules. */
  abstract start(call: StartCall): Promise<StartAnswer>;
}

/** The editions that share the path, the first that answers a body first. */
export class StartEditions {
  constructor(private readonly editions: readonly StartEdition[]) {}

  find(body: unknown): StartEdition | undefined {
    return this.editions.find((edition) => edition.answers(body));
  }
}

/** Whether a JSON body has a field, whatever is in it; null is as good as absent. */
export function hasField(body: unknown, name: string): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const value: unknown = Reflect.get(body, name);
  return value !== undefined && value !== null;
}

export const START_PATH = '/api/downloads/start';
