import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/api-context';
import { bodyOf } from '../../api/client';
import { useSession } from '../../session/session-context';

const POLL_MS = 3_000;
const SLOWLY_MS = 30_000;

const person = (userId: string) => ({ params: { path: { user_id: userId } } });

export function useSummary() {
  const client = useClient();
  const { userId } = useSession();
  return useQuery({
    queryKey: ['summary', userId],
    queryFn: () => bodyOf(client.GET('/api/downloads/user/{user_id}/summary', person(userId))),
    refetchInterval: SLOWLY_MS,
  });
}

export function useHistory() {
  const client = useClient();
  const { userId } = useSession();
  return useQuery({
    queryKey: ['history', userId],
    queryFn: () =>
      bodyOf(
        client.GET('/api/downloads/user/{user_id}/history', {
          params: { path: { user_id: userId }, query: { days: 30 } },
        }),
      ),
    refetchInterval: SLOWLY_MS,
  });
}

export function useQueue(isLive: boolean) {
  const client = useClient();
  const { userId } = useSession();
  return useQuery({
    queryKey: ['queue', userId],
    queryFn: () => bodyOf(client.GET('/api/downloads/queue/{user_id}', person(userId))),
    refetchInterval: isLive ? SLOWLY_MS : POLL_MS,
  });
}

export function usePopular() {
  const client = useClient();
  return useQuery({
    queryKey: ['popular'],
    queryFn: () => bodyOf(client.GET('/api/downloads/files/popular', { params: { query: { days: 7 } } })),
    refetchInterval: SLOWLY_MS,
  });
}

export function useBandwidth() {
  const client = useClient();
  return useQuery({
    queryKey: ['bandwidth'],
    queryFn: () => bodyOf(client.GET('/api/downloads/bandwidth/usage', { params: { query: { days: 7 } } })),
    refetchInterval: SLOWLY_MS,
  });
}
