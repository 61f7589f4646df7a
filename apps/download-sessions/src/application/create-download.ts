import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock, DEFAULT_QUALITY, newDownloadId, type Quality } from '@waybill/kernel';
import { Download } from '../domain/download.js';
import { inProgress } from '../domain/download.errors.js';
import type { Origin } from '../domain/download-state.js';
import { Downloads, type Rendition, renditionKey } from '../domain/downloads.js';
import { type Admission, Admissions, type Wish } from './admission.js';
import { ContestedRefusal } from './contested.js';
import { KeyedMutex } from './keyed-mutex.js';
import type { Request } from './requester.js';

export interface CreateDownloadCommand extends Request {
  readonly assetId: string;
  /** null where none was asked for */
  readonly quality: Quality | null;
  readonly origin: Origin;
  readonly priority?: number;
}

/** Together as long as a create may reasonably take: the other one has the place, and has still to ask for its room. */
const LOOKS_FOR_THE_OTHER = 40;
const BETWEEN_LOOKS_MS = 50;

/** Makes a download: the right and the room are asked for first, the unique index has the last word. */
@Injectable()
export class CreateDownload {
  constructor(
    private readonly downloads: Downloads,
    private readonly admissions: Admissions,
    /** Parallel creates of the same thing wait here, so that only one of them takes a place and room. */
    private readonly creating: KeyedMutex,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `DOWNLOAD_IN_PROGRESS` naming the live one, and what entitlements and quotas refuse with */
  execute(command: CreateDownloadCommand): Promise<Download> {
    const key = renditionKey(renditionOf(command));
    return this.creating.run([key], () => this.#create(command));
  }

  async #create(command: CreateDownloadCommand): Promise<Download> {
    await this.#assertNoneLive(command);
    const wish = {
      downloadId: newDownloadId(),
      assetId: command.assetId,
      quality: command.quality,
      generation: 1,
    };
    const admission = await this.#admit(command, wish);
    try {
      return await this.#add(command, wish, admission);
    } catch (error) {
      await this.admissions.release(command.requester, wish);
      throw error;
    }
  }

  /** A refusal may come from another replica's create of the same thing: then that one is the reason, once it is there. */
  async #admit(command: CreateDownloadCommand, wish: Wish): Promise<Admission> {
    try {
      return await this.admissions.admit(command.requester, command.origin, wish);
    } catch (error) {
      const looks = error instanceof ContestedRefusal ? LOOKS_FOR_THE_OTHER : 1;
      await this.#assertNoneComesToLife(command, looks);
      throw error;
    }
  }

  async #assertNoneComesToLife(command: CreateDownloadCommand, looks: number): Promise<void> {
    await this.#assertNoneLive(command);
    if (looks <= 1) return;
    await delay(BETWEEN_LOOKS_MS);
    await this.#assertNoneComesToLife(command, looks - 1);
  }

  async #add(command: CreateDownloadCommand, wish: Wish, admission: Admission): Promise<Download> {
    const download = Download.create(newDownloadOf(command, wish, admission), this.clock.now());
    const [met] = await this.downloads.add([download]);
    if (typeof met === 'string') throw inProgress(met);
    return download;
  }

  async #assertNoneLive(command: CreateDownloadCommand): Promise<void> {
    const rendition = renditionOf(command);
    const live = (await this.downloads.findLive([rendition])).get(renditionKey(rendition));
    if (live !== undefined) throw inProgress(live.state.id);
  }
}

function renditionOf({ requester, assetId, quality }: CreateDownloadCommand): Rendition {
  return { userId: requester.subject, assetId, quality: quality ?? DEFAULT_QUALITY };
}

export function newDownloadOf(
  { requester, client, origin, priority = 0 }: Request & Pick<CreateDownloadCommand, 'origin' | 'priority'>,
  { downloadId, generation }: Wish,
  { decision, target, keepDays }: Admission,
) {
  const { limit: placeLimit, link } = decision;
  const userId = requester.subject;
  return { id: downloadId, userId, target, origin, client, generation, priority, placeLimit, link, keepDays };
}
