import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useSigning } from '../session/session-context';
import { ApiError } from './client';

/** A refusal does not get better by asking again; a fault of the way may. */
const isWorthRetrying = (failures: number, error: Error) =>
  failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500);

/** What was read for one person is forgotten with his session: the next one never sees it. */
export function QueriesProvider({ children }: { readonly children: ReactNode }) {
  const { session } = useSigning();
  return <Queries key={session?.userId ?? ''}>{children}</Queries>;
}

function Queries({ children }: { readonly children: ReactNode }) {
  const [queries] = useState(newQueries);
  return <QueryClientProvider client={queries}>{children}</QueryClientProvider>;
}

function newQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: isWorthRetrying, staleTime: 5_000, refetchOnReconnect: true },
      // An action that is asked for without a connection fails at once: nobody wants it done an hour later.
      mutations: { networkMode: 'always' },
    },
  });
}
