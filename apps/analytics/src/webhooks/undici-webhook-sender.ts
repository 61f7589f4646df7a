import { lookup } from 'node:dns';
import { Agent, request } from 'undici';
import { type SignedMessage, WebhookSender } from '../application/webhook-sender.js';
import { publicLookup, refusePrivateLiteral } from './public-addresses.js';

const TIMEOUT_MS = 10_000;

/** Redirects are not followed: they would lead to where nobody looked. */
export class UndiciWebhookSender extends WebhookSender {
  readonly #agent: Agent;

  constructor(private readonly options: { allowPrivate: boolean; timeoutMs?: number }) {
    super();
    const timeout = options.timeoutMs ?? TIMEOUT_MS;
    this.#agent = new Agent({
      connect: { timeout, ...(!options.allowPrivate && { lookup: publicLookup(lookup) }) },
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
  }

  override async send({ url, body, headers }: SignedMessage): Promise<void> {
    if (!this.options.allowPrivate) refusePrivateLiteral(new URL(url).hostname);
    const answer = await request(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/cloudevents+json; charset=utf-8', ...headers },
      dispatcher: this.#agent,
      signal: AbortSignal.timeout(this.options.timeoutMs ?? TIMEOUT_MS),
    });
    await answer.body.dump();
    if (answer.statusCode < 200 || answer.statusCode > 299)
      throw new Error(`The receiver answered ${answer.statusCode}`);
  }

  async onModuleDestroy(): Promise<void> {
    await this.#agent.destroy();
  }
}
