import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import { forgetSession, keepSession, readSession, type Session } from './session';

interface Signing {
  readonly session: Session | null;
  readonly signIn: (token: string) => void;
  readonly signOut: () => void;
}

const SigningContext = createContext<Signing | null>(null);
const LONGEST_TIMER = 2 ** 31 - 1;

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [session, setSession] = useState(readSession);
  const signOut = useCallback(() => {
    forgetSession();
    setSession(null);
  }, []);
  useEffect(() => {
    if (session === null) return;
    const timer = setTimeout(signOut, Math.min(session.expiresAt - Date.now(), LONGEST_TIMER));
    return () => clearTimeout(timer);
  }, [session, signOut]);
  const signing = useMemo<Signing>(
    () => ({ session, signIn: (token) => setSession(keepSession(token)), signOut }),
    [session, signOut],
  );
  return <SigningContext value={signing}>{children}</SigningContext>;
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
