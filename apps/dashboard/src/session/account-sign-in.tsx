import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useWording } from '../text/text';
import { Failed } from '../ui/loaded';
import type { Configuration } from './configuration';
import { beginSignIn, finishSignIn, isReturning } from './oidc';
import { useSigning } from './session-context';

/** At the identity provider: the reader leaves the page, and comes back with a code. */
export function AccountSignIn({ configuration }: { readonly configuration: Configuration }) {
  const { t } = useWording();
  const { signIn } = useSigning();
  const leave = useMutation({
    mutationFn: () => (configuration.oidc === null ? Promise.resolve() : beginSignIn(configuration.oidc)),
  });
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => finishSignIn(configuration),
    onSuccess: signIn,
  });
  const isFinishing = useRef(false);
  useEffect(() => {
    if (isFinishing.current || !isReturning()) return;
    isFinishing.current = true;
    mutate();
  }, [mutate]);
  const problem = leave.error ?? error;
  return (
    <>
      {problem !== null && <Failed error={problem} />}
      <button
        type="button"
        className="primary"
        disabled={isPending || leave.isPending}
        onClick={() => leave.mutate()}
      >
        {t('signInWith')}
      </button>
    </>
  );
}
