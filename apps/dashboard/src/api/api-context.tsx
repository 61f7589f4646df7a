import { createContext, type ReactNode, use, useMemo } from 'react';
import { useSigning } from '../session/session-context';
import { useWording } from '../text/text';
import { type Client, clientFor } from './client';

const ClientContext = createContext<Client | null>(null);

export function ApiProvider({ token, children }: { readonly token: string; readonly children: ReactNode }) {
  const { expire } = useSigning();
  const { language } = useWording();
  const client = useMemo(() => clientFor({ token, language, onRejected: expire }), [token, language, expire]);
  return <ClientContext value={client}>{children}</ClientContext>;
}

export function useClient(): Client {
  const client = use(ClientContext);
  if (client === null) throw new Error('useClient needs an ApiProvider');
  return client;
}
