import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/api-context';
import { bodyOf } from '../../api/client';

const EVERY_MS = 15_000;

export function useTotals() {
  const client = useClient();
  return useQuery({
    queryKey: ['operations', 'totals'],
    queryFn: () => bodyOf(client.GET('/downloads/admin/stats')),
    refetchInterval: EVERY_MS,
  });
}

/** A UTC day as `2026-03-10`. */
export function useDay(date: string) {
  const client = useClient();
  return useQuery({
    queryKey: ['operations', 'day', date],
    queryFn: () => bodyOf(client.GET('/api/downloads/stats/daily', { params: { query: { date } } })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export function useAlerts() {
  const client = useClient();
  return useQuery({
    queryKey: ['operations', 'alerts'],
    queryFn: () => bodyOf(client.GET('/api/alerts')),
    refetchInterval: EVERY_MS,
  });
}

export function useReports() {
  const client = useClient();
  return useQuery({
    queryKey: ['operations', 'reports'],
    queryFn: () => bodyOf(client.GET('/api/reports')),
    refetchInterval: EVERY_MS * 4,
  });
}

export function useReport(id: string) {
  const client = useClient();
  return useQuery({
    queryKey: ['operations', 'report', id],
    queryFn: () => bodyOf(client.GET('/api/reports/{id}', { params: { path: { id } } })),
    staleTime: Infinity,
  });
}

export function useFileAnalytics(fileId: string) {
  const client = useClient();
  return useQuery({
    queryKey: ['operations', 'file', fileId],
    enabled: fileId !== '',
    queryFn: () =>
      bodyOf(
        client.GET('/api/downloads/files/{file_id}/analytics', { params: { path: { file_id: fileId } } }),
      ),
  });
}

export function usePopularFiles() {
  const client = useClient();
  return useQuery({
    queryKey: ['popular', 30],
    queryFn: () =>
      bodyOf(client.GET('/api/downloads/files/popular', { params: { query: { days: 30, limit: 50 } } })),
  });
}
