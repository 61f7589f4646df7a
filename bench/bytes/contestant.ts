/** A server in a comparison: where its files are, by size. */
export interface Contestant {
  readonly name: string;
  readonly paths: (size: string) => readonly string[];
  readonly origin: string;
  stop(): Promise<void>;
}
