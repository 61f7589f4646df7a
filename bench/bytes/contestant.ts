export type ContestantName =
  'waybill' | 'waybill without accounts' | 'waybill by the gateway' | 'nginx' | 'send' | '@fastify/static';

/** A server in a comparison: where its files are, by size. */
export interface Contestant {
  readonly name: ContestantName;
  readonly paths: (size: string) => readonly string[];
  readonly origin: string;
  stop(): Promise<void>;
}
