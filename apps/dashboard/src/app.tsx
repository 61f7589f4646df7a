import { lazy, Suspense, useEffect } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { ApiProvider } from './api/api-context';
import { Header } from './header';
import { LiveProvider } from './live/live-context';
import { isOperator, type Session } from './session/session';
import { useSigning } from './session/session-context';
import { SignInPage } from './session/sign-in-page';
import { useWording } from './text/text';
import { ConnectionNotice } from './ui/connection-notice';
import { ErrorBoundary } from './ui/error-boundary';

const overview = () => import('./pages/overview/overview-page');
const downloads = () => import('./pages/downloads/downloads-page');
const storage = () => import('./pages/storage/storage-page');
const operations = () => import('./pages/operations/operations-page');

const OverviewPage = lazy(overview);
const DownloadsPage = lazy(downloads);
const StoragePage = lazy(storage);
const OperationsPage = lazy(operations);

export function App() {
  const { session } = useSigning();
  if (session === null) return <SignInPage />;
  return (
    <ApiProvider token={session.token}>
      <LiveProvider>
        <Router hook={useHashLocation}>
          <Header session={session} />
          <main id="content" tabIndex={-1}>
            <ConnectionNotice />
            <Suspense fallback={<Waiting />}>
              <Pages session={session} />
            </Suspense>
          </main>
        </Router>
      </LiveProvider>
    </ApiProvider>
  );
}

function Pages({ session }: { readonly session: Session }) {
  const [here] = useLocation();
  const mayOperate = isOperator(session);
  useEffect(() => {
    // A few kilobytes: so that who loses the connection can still go from page to page.
    const pages = [overview, downloads, storage, ...(mayOperate ? [operations] : [])];
    void Promise.allSettled(pages.map((fetchPage) => fetchPage()));
  }, [mayOperate]);
  return (
    <ErrorBoundary key={here}>
      <Switch>
        <Route path="/" component={OverviewPage} />
        <Route path="/downloads" component={DownloadsPage} />
        <Route path="/storage" component={StoragePage} />
        {mayOperate && <Route path="/operations" component={OperationsPage} />}
        <Route>
          <Redirect to="/" />
        </Route>
      </Switch>
    </ErrorBoundary>
  );
}

function Waiting() {
  const { t } = useWording();
  return (
    <p className="loading" role="status">
      {t('loading')}
    </p>
  );
}
