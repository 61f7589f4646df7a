import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import type { TextKey } from '../text/en';
import { leaveProvider, renewSession } from './oidc';
import { forgetSession, keepSession, readSession, type Session } from './session';

interface Signing {
  readonly session: Session | null;
  /** Why nobody is signed in any more, where the reader did not ask for it. */
  readonly notice: TextKey | null;
  readonly signIn: (session: Session) => void;
  readonly signOut: () => void;
  /** The token does not hold any longer. */
  readonly expire: () => void;
}

const SigningContext = createContext<Signing | null>(null);
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const RENEW_BEFORE_MS = 60_000;

interface Standing {
  readonly session: Session | null;
  readonly notice: TextKey | null;
}

const ENDED: Standing = { session: null, notice: 'sessionEnded' };

function firstStanding(): Standing {
  const session = readSession();
  return session !== null && session.expiresAt <= Date.now() ? ENDED : { session, notice: null };
}

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [{ session, notice }, setStanding] = useState(firstStanding);
  const signIn = useCallback((fresh: Session) => {
    keepSession(fresh);
    setStanding({ session: fresh, notice: null });
  }, []);
  const expire = useCallback(() => {
    forgetSession();
    setStanding(ENDED);
  }, []);
  const isFromProvider = session?.isFromProvider === true;
  const signOut = useCallback(() => {
    forgetSession();
    setStanding({ session: null, notice: null });
    if (isFromProvider)
      leaveProvider().catch(() => setStanding({ session: null, notice: 'stillSignedInThere' }));
  }, [isFromProvider]);
  useLifetime(session, signIn, expire);
  const signing = useMemo<Signing>(
    () => ({ session, notice, signIn, signOut, expire }),
    [session, notice, signIn, signOut, expire],
  );
  return <SigningContext value={signing}>{children}</SigningContext>;
}

/** Renews what can be renewed before it ends, and ends what could not. */
function useLifetime(
  session: Session | null,
  onRenewed: (session: Session) => void,
  onExpired: () => void,
): void {
  useEffect(() => {
    if (session === null) return;
    const left = session.expiresAt - Date.now();
    const renew = () => {
      // What cannot be renewed ends when its time is over, and the reader is told then.
      const finish = (fresh: Session | null) => (fresh === null ? undefined : onRenewed(fresh));
      if (session.isFromProvider) renewSession().then(finish, () => undefined);
    };
    const timers = [
      setTimeout(onExpired, Math.min(left, LONGEST_TIMER_MS)),
      setTimeout(renew, Math.min(left - Math.min(RENEW_BEFORE_MS, left / 2), LONGEST_TIMER_MS)),
    ];
    return () => timers.forEach((timer) => clearTimeout(timer));
  }, [session, onRenewed, onExpired]);
}

export function useSigning(): Signing {
  const signing = use(SigningContext);
  if (signing === null) throw new Error('useSigning needs a SessionProvider');
  return signing;
}

export function useSession(): Session {
  const { session } = useSigning();
  if (session === null) throw new Error('Nobody is signed in');
  return session;
}
