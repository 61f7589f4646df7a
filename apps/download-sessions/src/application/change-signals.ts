/** Tells that something of a person's downloads changed, on whichever replica. A signal may come twice, or for nothing. */
export abstract class ChangeSignals {
  /** @returns what ends it */
  abstract listen(userId: string, onChange: () => void): () => void;
}
