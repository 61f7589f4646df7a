import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueriesProvider } from './api/queries-provider';
import { App } from './app';
import { SessionProvider } from './session/session-context';
import './styles.css';
import { WordingProvider } from './text/text';
import { applyTheme, readTheme } from './ui/theme';

applyTheme(readTheme());
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');
createRoot(root).render(
  <StrictMode>
    <WordingProvider>
      <SessionProvider>
        <QueriesProvider>
          <App />
        </QueriesProvider>
      </SessionProvider>
    </WordingProvider>
  </StrictMode>,
);
