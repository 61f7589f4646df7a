import createClient, { type Middleware } from 'openapi-fetch';
import { noteReach } from '../ui/reach';
import type { paths } from './schema';

/** A refusal as any edition writes it: the words it chose for people, and the code that is the same in all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds, where the answer says when to come back. */
    readonly retryAfter: number | null,
  ) {
    super(message);
  }
}

interface AnyRefusal {
  readonly code?: string;
  readonly message?: string;
  readonly detail?: string;
  readonly error?: string | { readonly code?: string; readonly message?: string };
}

function refusalOf(status: number, body: AnyRefusal | undefined, retryAfter: string | null): ApiError {
  const inner = typeof body?.error === 'object' ? body.error : undefined;
  const message = inner?.message ?? body?.message ?? body?.detail ?? `HTTP ${String(status)}`;
  const seconds = Number(retryAfter);
  return new ApiError(status, inner?.code ?? body?.code ?? 'UNKNOWN', message, seconds > 0 ? seconds : null);
}

export interface Identity {
  readonly token: string;
  readonly language: string;
  /** The gateway no longer takes the token. */
  readonly onRejected: () => void;
}

export function clientFor({ token, language, onRejected }: Identity) {
  const client = createClient<paths>({ baseUrl: location.origin });
  const identify: Middleware = {
    onRequest: ({ request }) => {
      request.headers.set('authorization', `Bearer ${token}`);
      request.headers.set('accept-language', language);
      return request;
    },
    onError: ({ error }) => {
      if (error instanceof TypeError) noteReach(false);
    },
    onResponse: async ({ response }) => {
      noteReach(true);
      if (response.status === 401) onRejected();
      if (response.ok) return undefined;
      const body = (await response
        .clone()
        .json()
        .catch(() => undefined)) as AnyRefusal | undefined;
      throw refusalOf(response.status, body, response.headers.get('retry-after'));
    },
  };
  client.use(identify);
  return client;
}

export type Client = ReturnType<typeof clientFor>;

/** The body of an answer that was not refused. */
export async function bodyOf<T>(call: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  const { data } = await call;
  if (data === undefined || data === null) throw new ApiError(0, 'EMPTY', 'The answer is empty', null);
  return data;
}
