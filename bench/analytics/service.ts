import { AnalyticsModule, environment, tasksDialect, trackingDialect } from '@waybill/analytics';
import { CallerTokens, createLogger, type Role, startService } from '@waybill/platform';

const SECRET = 'a secret of the bench that is long enough';

export interface RunningAnalytics {
  /** Resolves with the last byte of the answer. */
  ask(path: string, role: Role, subject: string): Promise<void>;
  stop(): Promise<void>;
}

/** The service as it is deployed, in this process. */
export async function startAnalytics(databaseUrl: string, busUrl: string): Promise<RunningAnalytics> {
  const config = environment.parse({
    DATABASE_URL: databaseUrl,
    BUS_DATABASE_URL: busUrl,
    CALLER_TOKEN_SECRET: SECRET,
    LOG_LEVEL: 'error',
  });
  const service = await startService(
    {
      name: 'analytics',
      config,
      module: (read) => AnalyticsModule.register(read),
      dialects: [tasksDialect, trackingDialect],
    },
    createLogger({ service: 'analytics', level: 'error' }),
  );
  const tokens = new CallerTokens('bench', SECRET);
  return {
    ask: async (path, role, subject) => {
      const token = await tokens.sign({ subject, roles: [role], tier: 'free', service: null });
      const response = await fetch(service.url + path, { headers: { 'x-waybill-caller': token } });
      if (!response.ok) throw new Error(`${path} answered ${String(response.status)}`);
      await response.arrayBuffer();
    },
    stop: () => service.stop(),
  };
}
