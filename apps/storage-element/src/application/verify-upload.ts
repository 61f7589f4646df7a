import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Clock, DomainError } from '@waybill/kernel';
import type { DirectUpload } from '../domain/direct-upload.js';
import { DirectUploads } from './direct-uploads.js';
import { PublishFile, type Stored } from './publish-file.js';
import { UploadArea } from './upload-area.js';

/** The client can still make it good. */
const MENDABLE: ReadonlySet<string> = new Set(['UPLOAD_INCOMPLETE', 'UPLOAD_CHANGED']);
/** Another replica takes over when a verifier was silent for so long. */
const LEASE_MS = 60_000;

export interface Verification {
  readonly outcome: Promise<Stored>;
}

/**
 * Reads again what a client put into the storage itself, and makes it a file if it is what was promised; else it is
 * refused and taken away. It takes as long as it takes, so it outlives the request that asked for it.
 */
@Injectable()
export class VerifyUpload implements BeforeApplicationShutdown {
  readonly #running = new Map<string, Promise<Verification | undefined>>();
  readonly #verifying = new Set<string>();
  readonly #stop = new AbortController();
  readonly #logger = new Logger('Uploads');

  constructor(
    private readonly uploads: DirectUploads,
    private readonly area: UploadArea,
    private readonly publish: PublishFile,
    private readonly clock: Clock,
  ) {}

  /** What becomes of it; undefined where another replica is at it, or it has ended. */
  execute(id: string): Promise<Verification | undefined> {
    const running = this.#running.get(id) ?? this.#begin(id);
    this.#running.set(id, running);
    return running;
  }

  /** Takes over from verifiers that died. */
  async resume(): Promise<number> {
    const unfinished = await this.uploads.unfinished();
    const outcomes = unfinished.map(async ({ id }) => (await this.execute(id))?.outcome);
    await Promise.allSettled(outcomes);
    return unfinished.length;
  }

  /** Another replica, or the next start, begins again. */
  beforeApplicationShutdown(): void {
    this.#stop.abort(new Error('The element stops'));
  }

  async #begin(id: string): Promise<Verification | undefined> {
    try {
      const upload = await this.uploads.claim(id, LEASE_MS);
      return upload && { outcome: this.#start(upload) };
    } finally {
      // A verification that began forgets itself when it ends.
      if (!this.#verifying.has(id)) this.#running.delete(id);
    }
  }

  #start(upload: DirectUpload): Promise<Stored> {
    this.#verifying.add(upload.id);
    const outcome = this.#verify(upload).finally(() => {
      this.#verifying.delete(upload.id);
      this.#running.delete(upload.id);
    });
    outcome.catch((error: unknown) => this.#logger.warn({ err: error, uploadId: upload.id }, 'Not stored'));
    return outcome;
  }

  async #verify(upload: DirectUpload): Promise<Stored> {
    const renewal = setInterval(() => void this.#renew(upload.id), LEASE_MS / 4);
    try {
      const stored = await this.#takeIn(upload);
      await this.#clear(upload);
      return stored;
    } catch (error) {
      await this.#settle(upload, error);
      throw error;
    } finally {
      clearInterval(renewal);
    }
  }

  async #takeIn(upload: DirectUpload): Promise<Stored> {
    const arrived = await this.area.take(upload, this.#stop.signal);
    try {
      const { fileId: id, fileName, mediaType } = upload;
      const stored = await this.publish.execute({ id, fileName, mediaType }, arrived);
      await this.uploads.end(upload.id, null, this.clock.now());
      return stored;
    } finally {
      await arrived.discard();
    }
  }

  /** What stays here is taken away when its links have expired. */
  async #clear(upload: DirectUpload): Promise<void> {
    await this.area.discard(upload).catch((error: unknown) => {
      this.#logger.warn({ err: error, uploadId: upload.id }, 'What was uploaded could not be taken away');
    });
  }

  /** What is missing may still come; what is wrong stays wrong; whatever else it is may be over at the next try. */
  async #settle(upload: DirectUpload, error: unknown): Promise<void> {
    if (!(error instanceof DomainError) || error.kind === 'unavailable') return;
    if (MENDABLE.has(error.code)) return this.uploads.reopen(upload.id);
    await this.#clear(upload);
    await this.uploads.end(upload.id, { code: error.code, message: error.message }, this.clock.now());
  }

  async #renew(id: string): Promise<void> {
    await this.uploads.renew(id, LEASE_MS).catch((error: unknown) => {
      this.#logger.warn({ err: error, uploadId: id }, 'A verifier could not say that it lives');
    });
  }
}
