import { lazy, Suspense } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { ApiProvider } from './api/api-context';
import { Header } from './header';
import { SignInPage } from './session/sign-in-page';
import { useSigning } from './session/session-context';
import { isOperator } from './session/session';
import { useWording } from './text/text';
import { WifiOff } from './ui/icons';
import { useOnline } from './ui/online';

const OverviewPage = lazy(() => import('./pages/overview/overview-page'));
const DownloadsPage = lazy(() => import('./pages/downloads/downloads-page'));
const StoragePage = lazy(() => import('./pages/storage/storage-page'));
const OperationsPage = lazy(() => import('./pages/operations/operations-page'));

export function App() {
  const { session } = useSigning();
  if (session === null) return <SignInPage />;
  return (
    <ApiProvider token={session.token}>
      <Router hook={useHashLocation}>
        <Header session={session} />
        <main id="content" tabIndex={-1}>
          <OfflineNotice />
          <Suspense fallback={<Waiting />}>
            <Switch>
              <Route path="/" component={OverviewPage} />
              <Route path="/downloads" component={DownloadsPage} />
              <Route path="/storage" component={StoragePage} />
              {isOperator(session) && <Route path="/operations" component={OperationsPage} />}
              <Route>
                <Redirect to="/" />
              </Route>
            </Switch>
          </Suspense>
        </main>
      </Router>
    </ApiProvider>
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

function OfflineNotice() {
  const { t } = useWording();
  if (useOnline()) return null;
  return (
    <p className="notice warn" role="status">
      <WifiOff className="icon" aria-hidden />
      {t('offline')}
    </p>
  );
}
