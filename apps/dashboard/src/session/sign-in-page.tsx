import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect } from 'react';
import { Choices } from '../header';
import { useWording } from '../text/text';
import { Failed, Loaded } from '../ui/loaded';
import { type Configuration, readConfiguration } from './configuration';
import { beginSignIn, finishSignIn, isReturning } from './oidc';
import { useSigning } from './session-context';

export function SignInPage() {
  const { t } = useWording();
  const configuration = useQuery({
    queryKey: ['configuration'],
    queryFn: readConfiguration,
    staleTime: Infinity,
  });
  return (
    <main className="sign-in panel">
      <header className="panel-head">
        <h1>{t('appName')}</h1>
        <div className="tools">
          <Choices />
        </div>
      </header>
      <Loaded query={configuration}>{(ways) => <Ways ways={ways} />}</Loaded>
    </main>
  );
}

function Ways({ ways }: { readonly ways: Configuration }) {
  const { t } = useWording();
  if (ways.oidc !== null) return <AccountSignIn oidc={ways.oidc} />;
  return ways.localSignIn ? <LocalSignIn /> : <p className="empty">{t('noSignIn')}</p>;
}

function AccountSignIn({ oidc }: { readonly oidc: NonNullable<Configuration['oidc']> }) {
  const { t } = useWording();
  const { signIn } = useSigning();
  const finish = useMutation({ mutationFn: () => finishSignIn(oidc), onSuccess: signIn });
  const { mutate } = finish;
  useEffect(() => {
    if (isReturning()) mutate();
  }, [mutate]);
  return (
    <>
      {finish.error !== null && <Failed error={finish.error} />}
      <button type="button" className="primary" onClick={() => void beginSignIn(oidc)}>
        {t('signInWith')}
      </button>
    </>
  );
}

interface LocalIdentity {
  readonly name: string;
  readonly role: string;
  readonly tier: string;
}

async function signLocally(identity: LocalIdentity): Promise<string> {
  const response = await fetch('/dashboard/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(identity),
  });
  const body = (await response.json()) as { token?: string; detail?: string };
  if (body.token === undefined) throw new Error(body.detail ?? `HTTP ${String(response.status)}`);
  return body.token;
}

function LocalSignIn() {
  const { t } = useWording();
  const { signIn } = useSigning();
  const signing = useMutation({ mutationFn: signLocally, onSuccess: signIn });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string) => String(form.get(name));
    signing.mutate({ name: field('name'), role: field('role'), tier: field('tier') });
  };
  return (
    <form onSubmit={submit}>
      <p className="muted">{t('localSignIn')}</p>
      {signing.error !== null && <Failed error={signing.error} />}
      <label>
        {t('name')}
        <input
          name="name"
          required
          maxLength={128}
          pattern="[A-Za-z0-9_\-.:@\|]+"
          defaultValue="alice"
          autoComplete="username"
        />
      </label>
      <label>
        {t('role')}
        <select name="role" defaultValue="normal">
          {['normal', 'premium', 'analyst', 'admin'].map((role) => (
            <option key={role}>{role}</option>
          ))}
        </select>
      </label>
      <label>
        {t('tier')}
        <select name="tier" defaultValue="free">
          <option value="free">{t('tierFree')}</option>
          <option value="premium">{t('tierPremium')}</option>
          <option value="family">{t('tierFamily')}</option>
        </select>
      </label>
      <button type="submit" className="primary" disabled={signing.isPending}>
        {t('signIn')}
      </button>
    </form>
  );
}
