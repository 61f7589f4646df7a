import { useMutation } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import type { TextKey } from '../text/en';
import { useWording } from '../text/text';
import { Failed } from '../ui/loaded';
import { type ClaimNames, sessionOf } from './session';
import { useSigning } from './session-context';

const ROLES: Readonly<Record<string, TextKey>> = {
  normal: 'roleNormal',
  premium: 'rolePremium',
  analyst: 'roleAnalyst',
  admin: 'roleAdmin',
};
const TIERS: Readonly<Record<string, TextKey>> = {
  free: 'tierFree',
  premium: 'tierPremium',
  family: 'tierFamily',
};

async function signLocally(form: FormData): Promise<string> {
  const response = await fetch('/dashboard/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(form)),
  });
  const body = (await response.json()) as { token?: string; detail?: string };
  if (body.token === undefined) throw new Error(body.detail ?? `HTTP ${String(response.status)}`);
  return body.token;
}

/** On the local stack: whoever the reader wants to be. */
export function LocalSignIn({ claims }: { readonly claims: ClaimNames }) {
  const { t } = useWording();
  const { signIn } = useSigning();
  const signing = useMutation({
    mutationFn: signLocally,
    onSuccess: (token) => signIn(sessionOf(token, claims, false)),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    signing.mutate(new FormData(event.currentTarget));
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
      <Choice name="role" title="role" options={ROLES} />
      <Choice name="tier" title="tier" options={TIERS} />
      <button type="submit" className="primary" disabled={signing.isPending}>
        {t('signIn')}
      </button>
    </form>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly title: TextKey;
  readonly options: Readonly<Record<string, TextKey>>;
}

function Choice({ name, title, options }: ChoiceProps) {
  const { t } = useWording();
  return (
    <label>
      {t(title)}
      <select name={name}>
        {Object.entries(options).map(([value, text]) => (
          <option key={value} value={value}>
            {t(text)}
          </option>
        ))}
      </select>
    </label>
  );
}
