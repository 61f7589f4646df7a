import { Injectable } from '@nestjs/common';
import { tooManyTransfers } from '../domain/refusals.js';
import type { BodyTransfer } from '../transfer/body-transfer.js';
import { type Granted, Stops } from './stops.js';

export interface TransferLimits {
  /** Bodies of one person at a time. */
  readonly perPerson: number;
}

const RETRY_AFTER_SECONDS = 2;

interface Running {
  readonly body: BodyTransfer;
  readonly granted: Granted;
}

/** The bodies that are being sent by this process: how many each person has, and which a stop concerns. */
@Injectable()
export class RunningTransfers {
  readonly #ofPerson = new Map<string, number>();
  readonly #ofDownload = new Map<string, Set<Running>>();

  constructor(
    private readonly stops: Stops,
    private readonly limits: TransferLimits,
  ) {}

  hasRoom(userId: string): boolean {
    return (this.#ofPerson.get(userId) ?? 0) < this.limits.perPerson;
  }

  /** Takes one of the person's places; gives what frees it, once. Throws RATE_LIMITED. */
  enter(userId: string): () => void {
    if (!this.hasRoom(userId)) throw tooManyTransfers(this.limits.perPerson, RETRY_AFTER_SECONDS);
    this.#ofPerson.set(userId, (this.#ofPerson.get(userId) ?? 0) + 1);
    let isIn = true;
    return () => {
      if (isIn) this.#leave(userId);
      isIn = false;
    };
  }

  /** A body that a stop may cut, from now on; one that was stopped meanwhile is cut at once. Gives what forgets it. */
  follow(granted: Granted, body: BodyTransfer): () => void {
    const running = { granted, body };
    const all = this.#ofDownload.get(granted.downloadId) ?? new Set();
    this.#ofDownload.set(granted.downloadId, all.add(running));
    if (this.stops.isStopped(granted)) body.cut();
    return () => {
      all.delete(running);
      if (all.size === 0 && this.#ofDownload.get(granted.downloadId) === all)
        this.#ofDownload.delete(granted.downloadId);
    };
  }

  /** Cuts the bodies of a download that its stop concerns. */
  cutStopped(downloadId: string): void {
    for (const { granted, body } of this.#ofDownload.get(downloadId) ?? [])
      if (this.stops.isStopped(granted)) body.cut();
  }

  /** The same for all downloads: after news may have been missed. */
  cutAllStopped(): void {
    for (const downloadId of this.#ofDownload.keys()) this.cutStopped(downloadId);
  }

  #leave(userId: string): void {
    const left = (this.#ofPerson.get(userId) ?? 1) - 1;
    if (left === 0) this.#ofPerson.delete(userId);
    else this.#ofPerson.set(userId, left);
  }
}
