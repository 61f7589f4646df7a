import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useClient } from '../../api/api-context';
import { bodyOf } from '../../api/client';
import type { Filter } from './filters';

const POLL_MS = 3_000;
const SLOWLY_MS = 30_000;

export function useDownloads(page: number, { status, type }: Filter, isLive: boolean) {
  const client = useClient();
  const query = { page, limit: 20, status, ...(type !== '' && { resourceType: type }) };
  return useQuery({
    queryKey: ['downloads', query],
    queryFn: () => bodyOf(client.GET('/downloads', { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: isLive ? SLOWLY_MS : POLL_MS,
  });
}

const ACTIONS = ['start', 'pause', 'retry', 'cancel', 'delete'] as const;
export type Action = (typeof ACTIONS)[number];

/** One action on one download; what shows downloads asks again afterwards. */
export function useAction() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, action }: { readonly id: string; readonly action: Action }): Promise<void> => {
      const params = { path: { downloadId: id } };
      if (action === 'start') await client.POST('/downloads/{downloadId}/start', { params, body: {} });
      if (action === 'pause') await client.POST('/downloads/{downloadId}/pause', { params });
      if (action === 'retry') await client.POST('/downloads/{downloadId}/retry', { params });
      if (action === 'cancel') await client.POST('/downloads/{downloadId}/cancel', { params });
      if (action === 'delete')
        await client.DELETE('/api/downloads/{id}/delete', { params: { path: { id } } });
    },
    onSettled: () =>
      Promise.all(
        [['downloads'], ['queue'], ['usage']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      ),
  });
}

export function useCatalogue(search: string, page: number) {
  const client = useClient();
  const q = search.trim();
  return useQuery({
    queryKey: ['catalogue', q, page],
    queryFn: () =>
      bodyOf(
        client.GET('/api/v1/assets', { params: { query: { page, limit: 10, ...(q !== '' && { q }) } } }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useCreate() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wish: { readonly resourceId: string; readonly quality: string; readonly key: string }) =>
      bodyOf(
        client.POST('/downloads', {
          headers: { 'idempotency-key': wish.key },
          body: { resourceId: wish.resourceId, quality: wish.quality as 'high' },
        }),
      ),
    onSuccess: () =>
      Promise.all(
        [['downloads'], ['queue'], ['usage']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      ),
  });
}
