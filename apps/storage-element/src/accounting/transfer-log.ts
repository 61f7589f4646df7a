import { counter } from '@waybill/platform';
import { pino } from 'pino';
import type { TransferAccount } from './transfer-account.js';
import type { Outcome, TransferFacts } from './transfer-facts.js';

export interface LogSettings {
  readonly level: string;
}

/** Lines leave together: at 64 KiB a body one write each would cost more than the body. */
const CHUNK_CHARACTERS = 32 * 1024;
const LONGEST_WAIT_MS = 1_000;

const format = ({ start, end }: { start: number; end: number }) => `${start}-${end - 1}`;

/**
 * The access log, one line a transfer, and its figures. No ticket, no address, no name of a person's: ids only, so its
 * lines need no search for secrets as those of the service's logger do. They look the same, and are put together here:
 * what stays the same in them is written as JSON once.
 */
export class TransferLog {
  readonly #destination = pino.destination({ fd: 1, sync: false });
  readonly #transfers = counter('transfers_total', 'Response bodies, by outcome', ['outcome']);
  readonly #bytes = counter('transfer_bytes_total', 'Bytes of files that clients acknowledged', []);
  readonly #isOn: boolean;
  readonly #who = new WeakMap<TransferFacts, string>();
  readonly #timer: NodeJS.Timeout;
  #lines = '';
  #time = { at: 0, text: '' };

  constructor({ level }: LogSettings) {
    this.#isOn = pino({ level }).isLevelEnabled('info');
    this.#timer = setInterval(() => this.#flush(), LONGEST_WAIT_MS).unref();
  }

  ended(account: TransferAccount, outcome: Outcome, bytes: number): void {
    this.#transfers.labels(outcome).inc();
    this.#bytes.inc(bytes);
    if (!this.#isOn) return;
    this.#lines += this.#line(account, outcome, bytes);
    if (this.#lines.length > CHUNK_CHARACTERS) this.#flush();
  }

  /** Writes down what still waits. */
  close(): void {
    clearInterval(this.#timer);
    this.#flush();
    this.#destination.flushSync();
  }

  /** Ids of transfers and requests, ranges and outcomes hold nothing that JSON would escape. */
  #line(
    { id, requestId, facts, planned, body, startedMs }: TransferAccount,
    outcome: Outcome,
    bytes: number,
  ) {
    const ms = (body.endedAt ?? Date.now()) - startedMs;
    const ranges = planned.map(format).join(',');
    return `{"level":"info","time":"${this.#now()}",${this.#whoOf(facts)},"transferId":"${id}","requestId":"${requestId}","ranges":"${ranges}","bytes":${bytes},"ms":${ms},"outcome":"${outcome}","msg":"transfer"}\n`;
  }

  #whoOf(facts: TransferFacts): string {
    const known = this.#who.get(facts);
    if (known !== undefined) return known;
    const { downloadId, userId, fileId, client } = facts;
    const base = { service: 'storage-element', pid: process.pid, context: 'Access' };
    const text = JSON.stringify({ ...base, downloadId, userId, fileId, network: client.network }).slice(
      1,
      -1,
    );
    this.#who.set(facts, text);
    return text;
  }

  #now(): string {
    const at = Date.now();
    if (at !== this.#time.at) this.#time = { at, text: new Date(at).toISOString() };
    return this.#time.text;
  }

  #flush(): void {
    if (this.#lines === '') return;
    this.#destination.write(this.#lines);
    this.#lines = '';
  }
}
