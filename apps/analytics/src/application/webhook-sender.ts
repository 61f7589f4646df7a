export interface SignedMessage {
  readonly url: string;
  readonly id: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Posts to addresses that others configured: it must not be led into our own network. */
export abstract class WebhookSender {
  /** Throws where the receiver did not take it (any status but 2xx, no answer in time, a refused address). */
  abstract send(message: SignedMessage): Promise<void>;
}
