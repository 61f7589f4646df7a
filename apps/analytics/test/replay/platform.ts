import type { CloudEvent, DownloadFacts, TransferServed } from '@waybill/contracts';
import { uuidv7 } from '@waybill/kernel';
import { createdFacts, reportOf } from './messages.js';
import type { Script, Step } from './scripts.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * A small platform: it plays what people do with downloads and says what happened, as the real services do on the bus.
 * It knows nothing of figures.
 */
export function play(scripts: readonly Script[], now: Date): CloudEvent[] {
  return scripts.flatMap((script, number) => new Playing(script, number, now).events());
}

class Playing {
  readonly #events: CloudEvent[] = [];
  #facts: DownloadFacts;
  #now: Date;

  constructor(
    private readonly script: Script,
    number: number,
    now: Date,
  ) {
    const midnight = Math.floor(now.getTime() / DAY) * DAY;
    // Nothing happens in the future: what began today is at most a few steps after midnight.
    const start = midnight - script.daysAgo * DAY + (script.daysAgo === 0 ? 0 : script.minute * MINUTE);
    this.#now = new Date(start);
    this.#facts = createdFacts(script, number, this.#time());
  }

  events(): CloudEvent[] {
    const { reported, steps } = this.script;
    if (reported)
      this.#change({ status: 'downloading', begunAt: this.#time() }, 'download.started', FIRST_BYTE);
    else this.#say('download.created', { ...this.#facts, batchId: null });
    for (const step of steps) this.#take(step);
    return this.#events;
  }

  #take({ action, minutes, share, userAgent, network }: Step): void {
    if (this.script.daysAgo > 0)
      this.#now = new Date(Math.min(this.#now.getTime() + minutes * MINUTE, Date.now()));
    this.#facts = { ...this.#facts, client: { network, userAgent, referrer: null } };
    const { status } = this.#facts;
    const live = status === 'pending' || status === 'downloading' || status === 'paused';
    if (action === 'head') {
      this.#grant();
      return;
    }
    if (action === 'refused') {
      this.#deny();
      return;
    }
    if (action === 'stray') {
      this.#transfer(1000, 'complete', null);
      return;
    }
    if (status === 'failed' && action === 'retry') {
      this.#retry();
      return;
    }
    if (this.script.reported && status === 'cancelled' && action === 'resume') {
      this.#resume();
      return;
    }
    if (status === 'completed' && action === 'delete') {
      this.#delete();
      return;
    }
    if (status === 'completed' && action === 'expire') {
      this.#expire();
      return;
    }
    if (status === 'completed' && action === 'fetch') {
      this.#fetch(share);
      return;
    }
    if (live) this.#takeLive(action, share);
  }

  #takeLive(action: Step['action'], share: number): void {
    switch (action) {
      case 'fetch': {
        this.#fetch(share);
        return;
      }
      case 'abort': {
        this.#fetch(share, 'aborted');
        return;
      }
      case 'pause': {
        this.#change({ status: 'paused' }, 'download.paused', { reason: 'requested' });
        return;
      }
      case 'resume': {
        this.#resume();
        return;
      }
      case 'fail': {
        this.#end('failed', 'download.failed', { reason: 'test', message: null });
        return;
      }
      case 'cancel': {
        this.#end('cancelled', 'download.cancelled', { reason: 'requested' });
        return;
      }
      case 'complete': {
        this.#complete();
        return;
      }
      default:
    }
  }

  /** A response body with a share of the file: one report of it while it runs, one at its end. */
  #fetch(share: number, outcome: 'complete' | 'aborted' = 'complete'): void {
    if (this.script.reported) {
      this.#progress(share);
      return;
    }
    const { size, status, begunAt, downloaded, bytesServed, activeSeconds } = this.#facts;
    const bytes = Math.floor(size * share);
    this.#transfer(Math.floor(bytes / 3), 'running', this.#facts.downloadId);
    this.#transfer(bytes - Math.floor(bytes / 3), outcome, this.#facts.downloadId);
    // A body without a byte begins nothing; what comes after the end is bandwidth alone.
    if (bytes === 0 || status === 'completed' || status === 'paused') return;
    const covered = Math.min(size, downloaded + bytes);
    const moved = {
      downloaded: covered,
      bytesServed: bytesServed + bytes,
      activeSeconds: activeSeconds + 1.25 + share,
      begunAt: begunAt ?? this.#time(),
    };
    if (begunAt === null) this.#change({ ...moved, status: 'downloading' }, 'download.started', FIRST_BYTE);
    else this.#facts = { ...this.#facts, ...moved };
    if (covered === size) this.#end('completed', 'download.completed', {});
  }

  #progress(share: number): void {
    const { downloaded, size } = this.#facts;
    this.#facts = { ...this.#facts, downloaded: Math.max(downloaded, Math.floor(size * share)) };
  }

  #complete(): void {
    if (!this.script.reported) {
      this.#fetch(1);
      return;
    }
    this.#facts = { ...this.#facts, speedKbps: this.script.speedKbps, downloaded: this.#facts.size };
    this.#end('completed', 'download.completed', {});
  }

  #resume(): void {
    const { resumeCount, generation } = this.#facts;
    const change = {
      status: 'downloading' as const,
      endedAt: null,
      resumeCount: resumeCount + 1,
      generation,
    };
    this.#change(change, 'download.resumed', { resumeFrom: null });
  }

  #retry(): void {
    const { retryCount } = this.#facts;
    const status = this.script.reported ? ('downloading' as const) : ('pending' as const);
    this.#change({ status, endedAt: null, retryCount: retryCount + 1 }, 'download.retried', {});
  }

  #delete(): void {
    this.#change({}, 'download.deleted', { deletedAt: this.#time(), freedBytes: this.#facts.size });
  }

  #expire(): void {
    this.#change({}, 'download.expired', { reason: 'kept-until' });
  }

  #end(status: DownloadFacts['status'], name: string, more: object): void {
    this.#change({ status, endedAt: this.#time() }, name, more);
  }

  #change(change: Partial<DownloadFacts>, name: string, more: object): void {
    this.#facts = { ...this.#facts, ...change, revision: this.#facts.revision + 1 };
    this.#say(name, { ...this.#facts, ...more });
  }

  #transfer(bytes: number, outcome: 'running' | 'complete' | 'aborted', downloadId: string | null): void {
    if (this.script.reported) return;
    const transferId = `t-${String(this.#events.length)}`;
    this.#say(
      'transfer.served',
      reportOf(this.#facts, { transferId, bytes, outcome, downloadId, at: this.#time() }),
    );
  }

  /** A link is asked for, and its head: no body, no download. */
  #grant(): void {
    const { userId, downloadId, fileId } = this.#facts;
    if (fileId === null || this.script.reported) return;
    this.#say('grant.issued', {
      grantId: `grant-${String(this.#events.length)}`,
      userId,
      assetId: 'asset-1',
      downloadId,
      generation: 1,
      fileId,
      quality: null,
      origin: 'store',
      carrier: 'presigned-url',
      issuedAt: this.#time(),
      expiresAt: this.#time(),
    });
  }

  #deny(): void {
    const { userId } = this.#facts;
    this.#say('grant.denied', {
      ...{ userId, assetId: 'asset-1', quality: null, origin: 'store', code: 'NOT_PURCHASED' },
      deniedAt: this.#time(),
    });
  }

  #say(name: string, data: object): void {
    const { downloadId, userId } = this.#facts;
    const transfer = data as Partial<TransferServed>;
    const subject = name.startsWith('grant.')
      ? userId
      : (transfer.downloadId ?? transfer.fileId ?? downloadId);
    this.#events.push({
      specversion: '1.0',
      id: uuidv7(),
      source: '/waybill/platform',
      type: `waybill.${name}`,
      subject,
      time: this.#time(),
      datacontenttype: 'application/json',
      dataschema: `https://waybill/${name}/1`,
      data,
    });
  }

  #time(): string {
    return this.#now.toISOString();
  }
}

const FIRST_BYTE = { reason: 'first-byte' };
