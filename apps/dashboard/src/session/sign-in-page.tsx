import { Choices } from '../header';
import { useWording } from '../text/text';
import { AlertCircle } from '../ui/icons';
import { Loaded } from '../ui/loaded';
import { AccountSignIn } from './account-sign-in';
import { type Configuration, useConfiguration } from './configuration';
import { LocalSignIn } from './local-sign-in';
import { useSigning } from './session-context';

export function SignInPage() {
  const { t } = useWording();
  const { notice } = useSigning();
  return (
    <main className="sign-in panel">
      <header className="panel-head">
        <h1>{t('appName')}</h1>
        <div className="tools">
          <Choices />
        </div>
      </header>
      {notice !== null && (
        <p className="notice warn" role="status">
          <AlertCircle className="icon" aria-hidden />
          {t(notice)}
        </p>
      )}
      <Loaded query={useConfiguration()}>{(configuration) => <Ways configuration={configuration} />}</Loaded>
    </main>
  );
}

function Ways({ configuration }: { readonly configuration: Configuration }) {
  const { t } = useWording();
  if (configuration.oidc !== null) return <AccountSignIn configuration={configuration} />;
  if (configuration.localSignIn) return <LocalSignIn claims={configuration.claims} />;
  return <p className="empty">{t('noSignIn')}</p>;
}
