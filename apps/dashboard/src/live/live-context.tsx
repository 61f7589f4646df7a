import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { useSession, useSigning } from '../session/session-context';
import { followTogether } from './tabs';

/** Which queries show downloads: what changes on the server makes them ask again. */
const SHOWING = [['queue'], ['downloads'], ['summary'], ['history'], ['usage']];
/** Many events in a moment are one question. */
const GATHER_MS = 300;

const LiveContext = createContext(false);

/** Whether changes are told as they happen; while they are not, whoever shows them polls. */
export const useIsLive = () => use(LiveContext);

/** Follows the person's downloads as long as he is signed in, whatever page he looks at. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [isLive, setLive] = useState(false);
  const session = useSession();
  const { expire } = useSigning();
  const queries = useQueryClient();
  useEffect(() => {
    // Browsers keep locks from pages that came over plain HTTP from another machine: those poll.
    if (!window.isSecureContext) return;
    const ending = new AbortController();
    let wasLive = false;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        for (const queryKey of SHOWING) void queries.invalidateQueries({ queryKey });
      }, GATHER_MS);
    };
    followTogether(session, ending.signal, {
      onEvent: refresh,
      onState: (state) => {
        setLive(state);
        // What changed between the first look and the first event.
        if (state && !wasLive) refresh();
        wasLive = state;
      },
      onRejected: expire,
    }).catch((error: unknown) => {
      if (!ending.signal.aborted) throw error;
    });
    return () => {
      ending.abort();
      clearTimeout(gathering);
    };
  }, [session, expire, queries]);
  return <LiveContext value={isLive}>{children}</LiveContext>;
}
