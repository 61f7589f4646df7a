import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client';
import { App } from './app';
import { SessionProvider } from './session/session-context';
import './styles.css';
import { WordingProvider } from './text/text';
import { applyTheme, readTheme } from './ui/theme';

/** A refusal does not get better by asking again; a fault of the way may. */
const isWorthRetrying = (failures: number, error: Error) =>
  failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500);

const queries = new QueryClient({
  defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 5_000, refetchOnReconnect: true } },
});

applyTheme(readTheme());
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');
createRoot(root).render(
  <StrictMode>
    <WordingProvider>
      <SessionProvider>
        <QueryClientProvider client={queries}>
          <App />
        </QueryClientProvider>
      </SessionProvider>
    </WordingProvider>
  </StrictMode>,
);
