import { Injectable } from '@nestjs/common';
import {
  Clock,
  DEFAULT_QUALITY,
  DomainError,
  newBatchId,
  newDownloadId,
  type Quality,
} from '@waybill/kernel';
import { Download } from '../domain/download.js';
import { inProgress } from '../domain/download.errors.js';
import type { Origin } from '../domain/download-state.js';
import { Downloads, renditionKey } from '../domain/downloads.js';
import { Admissions, type Wish } from './admission.js';
import { newDownloadOf } from './create-download.js';
import { KeyedMutex } from './keyed-mutex.js';
import type { Request } from './requester.js';

export interface CreateBatchCommand extends Request {
  readonly assetIds: readonly string[];
  /** for all of them; null where none was asked for */
  readonly quality: Quality | null;
  readonly origin: Origin;
}

export interface BatchItem {
  readonly assetId: string;
  readonly outcome: Download | DomainError;
}

export interface Batch {
  readonly id: string;
  /** one for each asset, in the order in which they were asked for */
  readonly items: readonly BatchItem[];
}

/** Makes many downloads, each or none by itself: two calls and one insert for all of them. */
@Injectable()
export class CreateBatch {
  constructor(
    private readonly downloads: Downloads,
    private readonly admissions: Admissions,
    private readonly creating: KeyedMutex,
    private readonly clock: Clock,
  ) {}

  execute(command: CreateBatchCommand): Promise<Batch> {
    const keys = command.assetIds.map((assetId) => keyOf(command, assetId));
    return this.creating.run(keys, () => this.#create(command, newBatchId()));
  }

  async #create(command: CreateBatchCommand, batchId: string): Promise<Batch> {
    const outcomes = await this.#live(command);
    const wishes = [...new Set(command.assetIds)]
      .filter((assetId) => !outcomes.has(assetId))
      .map((assetId) => ({ downloadId: newDownloadId(), assetId, quality: command.quality, generation: 1 }));
    for (const [assetId, outcome] of await this.#make(command, wishes, batchId))
      outcomes.set(assetId, outcome);
    return { id: batchId, items: inOrder(command.assetIds, outcomes) };
  }

  async #live(command: CreateBatchCommand): Promise<Map<string, Download | DomainError>> {
    const quality = command.quality ?? DEFAULT_QUALITY;
    const userId = command.requester.subject;
    const live = await this.downloads.findLive(
      command.assetIds.map((assetId) => ({ userId, assetId, quality })),
    );
    return new Map([...live.values()].map(({ state }) => [state.assetId ?? '', inProgress(state.id)]));
  }

  async #make(command: CreateBatchCommand, wishes: readonly Wish[], batchId: string) {
    if (wishes.length === 0) return [];
    const { requester, origin } = command;
    const admissions = await this.admissions.admitAll(requester, origin, wishes);
    const admitted = wishes.flatMap((wish, index) => {
      const admission = admissions[index];
      if (admission === undefined || admission instanceof DomainError) return [];
      const made = { ...newDownloadOf(command, wish, admission), batchId };
      return [{ wish, download: Download.create(made, this.clock.now()) }];
    });
    const added = await this.#add(command, admitted);
    return wishes.map(
      (wish, index) => [wish.assetId, added.get(wish.downloadId) ?? refusalIn(admissions[index])] as const,
    );
  }

  async #add(
    command: CreateBatchCommand,
    admitted: readonly Admitted[],
  ): Promise<Map<string, Download | DomainError>> {
    if (admitted.length === 0) return new Map();
    try {
      const met = await this.downloads.add(admitted.map(({ download }) => download));
      const refused = admitted.filter((_, index) => typeof met[index] === 'string');
      await this.#release(command, refused);
      return new Map(
        admitted.map(({ wish, download }, index) => [wish.downloadId, outcomeOf(download, met[index])]),
      );
    } catch (error) {
      await this.#release(command, admitted);
      throw error;
    }
  }

  async #release({ requester }: CreateBatchCommand, admitted: readonly Admitted[]): Promise<void> {
    await Promise.all(admitted.map(({ wish }) => this.admissions.release(requester, wish)));
  }
}

interface Admitted {
  readonly wish: Wish;
  readonly download: Download;
}

function keyOf({ requester, quality }: CreateBatchCommand, assetId: string): string {
  return renditionKey({ userId: requester.subject, assetId, quality: quality ?? DEFAULT_QUALITY });
}

function outcomeOf(download: Download, met: string | null | undefined): Download | DomainError {
  return typeof met === 'string' ? inProgress(met) : download;
}

function refusalIn(admission: object | undefined): DomainError {
  if (admission instanceof DomainError) return admission;
  throw new TypeError('A wish was neither admitted nor refused');
}

/** An asset that was named twice is in progress the second time. */
function inOrder(
  assetIds: readonly string[],
  outcomes: ReadonlyMap<string, Download | DomainError>,
): BatchItem[] {
  const seen = new Set<string>();
  return assetIds.flatMap((assetId) => {
    const outcome = outcomes.get(assetId);
    if (outcome === undefined) return [];
    const isRepeat = seen.has(assetId) && outcome instanceof Download;
    seen.add(assetId);
    return [{ assetId, outcome: isRepeat ? inProgress(outcome.state.id) : outcome }];
  });
}
