/** Makes files that are checked in. */
export interface Generator {
  readonly name: string;
  /** Relative to the checkout. Whatever else lies in there with the same ending is stale. */
  readonly folder: string;
  readonly ending: string;
  /** File name in the folder → content. */
  generate(): Promise<ReadonlyMap<string, string>>;
}

export const asJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
