import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useClient } from '../../api/api-context';
import { bodyOf } from '../../api/client';

export function useUsage() {
  const client = useClient();
  return useQuery({
    queryKey: ['usage'],
    queryFn: () => bodyOf(client.GET('/api/downloads/storage/usage')),
    refetchInterval: 10_000,
  });
}

export interface Settings {
  readonly auto_delete_enabled: boolean;
  readonly auto_delete_days: number;
  readonly notification_threshold: number;
}

export function useSaveSettings() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (settings: Settings) =>
      bodyOf(client.PATCH('/api/storage/quota/settings', { body: settings })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['usage'] }),
  });
}

export const CLEAN_UPS = ['old', 'expired'] as const;
export type CleanUp = (typeof CLEAN_UPS)[number];

/** What a clean-up would free, without doing it. */
export function usePreview(type: CleanUp) {
  const client = useClient();
  return useQuery({
    queryKey: ['usage', 'preview', type],
    queryFn: () => bodyOf(client.POST('/api/downloads/cleanup', { body: { type, dry_run: true } })),
  });
}

export function useCleanUp() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (type: CleanUp) => bodyOf(client.POST('/api/downloads/cleanup', { body: { type } })),
    onSuccess: () =>
      Promise.all([['usage'], ['downloads']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
