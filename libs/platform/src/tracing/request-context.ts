import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestFacts {
  readonly requestId: string;
  readonly traceparent: string;
}

const storage = new AsyncLocalStorage<RequestFacts>();

/** What the running work belongs to, wherever it got to. Undefined outside a request or an event. */
export const RequestContext = {
  current: (): RequestFacts | undefined => storage.getStore(),
  traceparent: (): string | undefined => storage.getStore()?.traceparent,
  run: <T>(facts: RequestFacts, work: () => T): T => storage.run(facts, work),
} as const;
