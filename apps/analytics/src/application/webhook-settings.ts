export interface Webhook {
  readonly url: string;
  /** The key of the signature. */
  readonly secret: string;
}

/** Who is told of alerts and reports. */
export class WebhookSettings {
  constructor(readonly webhooks: readonly Webhook[]) {}
}
