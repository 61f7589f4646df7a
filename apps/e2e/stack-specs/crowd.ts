import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { type Answer, at, type Asset, type Person, publish, somebody } from '../contract/world.js';
import { untilFigures, untilQuota } from '../journey/account.js';
import { fetchPiece } from './fetch-piece.js';
import { bytesOfFile } from './figures.js';

const SIZE = 512 * 1024;
const PIECE = 32 * 1024;
/** Until everything is back and everybody has his file. */
const PATIENCE_MS = 120_000;
/** Between two pieces: a download lasts a few seconds, so that all run while something dies. */
const PAUSE_MS = 150;

/** One person with one download, as a client that keeps asking sees it. */
interface Member {
  readonly person: Person;
  id: string;
  received: number;
  /** When the last piece was there, or the waiting for more began. */
  lastPiece: number;
}

/** What the clients say and what the figures say, in bytes. */
export interface Ledger {
  readonly people: number;
  readonly received: number;
  readonly figures: number;
  /** Answers that broke off. */
  readonly broken: number;
  /** Downloads with a hole in what was observed, which their client's claim fills. */
  readonly claimed: number;
}

/** Many people who download at the same time, and the ledger of what each of them really got. */
export class Crowd {
  readonly #members: readonly Member[];
  /** Answers that began and did not end. */
  #broken = 0;
  #longestWaitMs = 0;
  #asset: Asset | null = null;

  constructor(size: number) {
    this.#members = Array.from({ length: size }, () => ({
      person: somebody(),
      id: '',
      received: 0,
      lastPiece: 0,
    }));
  }

  /** For the next piece of his download, of whoever waited longest. */
  get longestWaitMs(): number {
    return this.#longestWaitMs;
  }

  /** Everybody has a download, and the first piece of it. */
  async begin(): Promise<void> {
    this.#asset = await publish({ size: SIZE });
    await Promise.all(this.#members.map((member) => this.#begin(member)));
  }

  async finish(): Promise<void> {
    await Promise.all(this.#members.map((member) => this.#fetchAll(member)));
  }

  /** Nothing lost, nothing twice: of each person his download, his quota and his figures; of all the bytes. */
  async settle(): Promise<Ledger> {
    for (const member of this.#members) expect(member.received).toBe(SIZE);
    await Promise.all(this.#members.map((member) => this.#untilCompleted(member)));
    const account = { used: SIZE, reserved: 0 };
    const figures = { total_downloads: 1, completed_downloads: 1, failed_downloads: 0 };
    await Promise.all(
      this.#members.map(async ({ person }) => {
        await patiently(() => untilQuota(person, account));
        await patiently(() => untilFigures(person, figures));
      }),
    );
    return this.#compareBytes();
  }

  /**
   * The figures say how many bytes were sent. Exactly as many as the clients got, but for what nobody can know: the end of
   * an answer that broke off (it reached the gateway, not the client), and a report that died with its storage
   * element, which the client's claim makes good.
   */
  async #compareBytes(): Promise<Ledger> {
    const received = this.#members.reduce((sum, member) => sum + member.received, 0);
    const claimed = await this.#countClaims();
    const unknown = PIECE * (this.#broken + claimed);
    let figures = 0;
    await patiently(async () => {
      figures = await bytesOfFile(this.#asset?.file?.id ?? '');
      expect(Math.abs(figures - received)).toBeLessThanOrEqual(unknown);
    });
    return { people: this.#members.length, received, figures, broken: this.#broken, claimed };
  }

  async #countClaims(): Promise<number> {
    const details = await Promise.all(
      this.#members.map((member) => this.#ask(member, 'GET', `/downloads/${member.id}`)),
    );
    return details.filter((detail) => at(detail, 'data.download.accuracy') !== 'observed').length;
  }

  async #begin(member: Member): Promise<void> {
    const answer = await this.#ask(member, 'POST', '/downloads', { resourceId: this.#asset?.id });
    member.id = at(answer, 'data.download.id');
    await this.#piece(member, at(answer, 'data.download.downloadUrl'));
  }

  async #fetchAll(member: Member): Promise<void> {
    member.lastPiece = Date.now();
    const deadline = member.lastPiece + PATIENCE_MS;
    let link = await this.#freshLink(member);
    while (member.received < SIZE) {
      if (await this.#piece(member, link)) {
        this.#note(member);
        await delay(PAUSE_MS);
      } else if (Date.now() > deadline) throw new Error(`${member.id} ends at ${String(member.received)}`);
      else link = await this.#freshLink(member);
    }
  }

  /** True when the piece arrived whole; else the client goes on after the bytes that it has. */
  async #piece(member: Member, link: string): Promise<boolean> {
    const from = member.received;
    const range = `bytes=${String(from)}-${String(Math.min(from + PIECE, SIZE) - 1)}`;
    const { bytes, isWhole } = await fetchPiece(link, range);
    const expected = this.#asset?.file?.bytes.subarray(from, from + bytes.length);
    if (expected?.equals(bytes) !== true) throw new Error(`${member.id} got other bytes`);
    member.received += bytes.length;
    if (!isWhole && bytes.length > 0) this.#broken += 1;
    return isWhole;
  }

  #note(member: Member): void {
    const now = Date.now();
    this.#longestWaitMs = Math.max(this.#longestWaitMs, now - member.lastPiece);
    member.lastPiece = now;
  }

  /** `resumeFrom` says what the client holds, where a report of it died with a storage element. */
  async #freshLink(member: Member): Promise<string> {
    await this.#ask(member, 'POST', `/downloads/${member.id}/start`, { resumeFrom: member.received });
    const detail = await this.#ask(member, 'GET', `/downloads/${member.id}`);
    return at(detail, 'data.download.downloadUrl');
  }

  /** As clients do: what was refused for now or broke off is asked again. A create that had been made is named by the 409. */
  async #ask({ person }: Member, method: string, path: string, body?: object): Promise<Answer> {
    return eventually(
      async () => {
        const answer = await person.call(method, path, body === undefined ? {} : { body });
        const made = answer.status === 409 ? madeBefore(answer) : null;
        if (made !== null) return person.get(`/downloads/${made}`);
        if (answer.status >= 500 || answer.status === 429)
          throw new Error(`${path}: ${String(answer.status)}`);
        return answer;
      },
      { timeoutMs: PATIENCE_MS, everyMs: 250 },
    );
  }

  #untilCompleted({ person, id }: Member): Promise<void> {
    return eventually(
      async () => {
        expect(at(await person.get(`/downloads/${id}`), 'data.download.status')).toBe('completed');
      },
      { timeoutMs: PATIENCE_MS, everyMs: 250 },
    );
  }
}

function madeBefore(answer: Answer): string | null {
  const { error } = answer.body as { error?: { details?: { downloadId?: string } } };
  return error?.details?.downloadId ?? null;
}

/** What waits for twenty seconds by itself may have to wait for what is just coming back. */
async function patiently(work: () => Promise<void>): Promise<void> {
  await eventually(work, { timeoutMs: PATIENCE_MS });
}
