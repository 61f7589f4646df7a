import { Injectable } from '@nestjs/common';
import { Clock, downloadIdTime, type Quality } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { Erasures } from '@waybill/platform';
import { Download } from '../domain/download.js';
import type { ClientFacts, Origin, Target } from '../domain/download-state.js';
import type { TransferReport } from '../domain/transfer-report.js';
import { Downloads, renditionKey } from '../domain/downloads.js';
import { Catalogue, type CataloguedAsset } from './catalogue.js';
import { mediaTypeOf } from './media-type.js';

/** A report with what its ticket said, so that a link of the store edition can open a download. */
export interface ServedTransfer extends TransferReport {
  readonly userId: string | null;
  readonly assetId: string | null;
  readonly quality: Quality | null;
  readonly origin: Origin | null;
  readonly fileName: string;
  readonly size: number;
  readonly etag: string;
  readonly client: ClientFacts;
}

type Opening = ServedTransfer & { readonly userId: string; readonly assetId: string };

/** Folds what storage elements served into the downloads it was served for: all of a batch in one transaction. */
@Injectable()
export class RecordTransfers {
  constructor(
    private readonly transactions: Transactions,
    private readonly downloads: Downloads,
    private readonly catalogue: Catalogue,
    private readonly erasures: Erasures,
    private readonly clock: Clock,
  ) {}

  async execute(reports: readonly ServedTransfer[]): Promise<void> {
    await this.transactions.run(async () => {
      const strangers = await this.#fold(reports);
      if (strangers.length === 0) return;
      await this.#open(strangers.filter(opens));
      await this.#fold(strangers);
    });
  }

  /** @returns the reports whose download nobody knows */
  async #fold(reports: readonly ServedTransfer[]): Promise<ServedTransfer[]> {
    const ids = [...new Set(reports.map(({ downloadId }) => downloadId))];
    const known = new Set<string>();
    await this.downloads.updateEach({ by: 'ids', ids }, (download) => {
      const names = namesOf(download);
      for (const name of names) known.add(name);
      for (const report of reports.filter(({ downloadId }) => names.includes(downloadId)))
        download.recordTransfer(report, this.clock.now());
    });
    return reports.filter(({ downloadId }) => !known.has(downloadId));
  }

  /** One that is live already takes the link's id as another name of its own (docs/internals.md). */
  async #open(reports: readonly Opening[]): Promise<void> {
    const firsts = new Map(reports.map((report) => [report.downloadId, report]));
    for (const report of firsts.values()) {
      if (await this.erasures.cover(report.userId, downloadIdTime(report.downloadId))) continue;
      const live = (await this.downloads.findLive([report])).get(renditionKey(report));
      if (live === undefined) await this.downloads.add([await this.#made(report)]);
      else await this.#alias(live.state.id, report.downloadId);
    }
  }

  async #alias(id: string, alias: string): Promise<void> {
    await this.downloads.updateEach({ by: 'ids', ids: [id] }, (download) => {
      download.addAlias(alias, this.clock.now());
    });
  }

  async #made(report: Opening): Promise<Download> {
    const { downloadId: id, userId, generation, client } = report;
    const asset = await this.catalogue.find(report.assetId);
    const target = targetOf(report, asset);
    const placeLimit = asset?.placeLimit ?? null;
    const made = {
      id,
      userId,
      target,
      origin: 'store',
      client,
      generation,
      placeLimit,
      keepDays: null,
    } as const;
    return Download.create(made, this.clock.now());
  }
}

/** An asset whose event has not come yet goes by its file's name. */
function targetOf(
  { assetId, quality, fileId, fileName, etag, size }: Opening,
  asset: CataloguedAsset | null,
): Target {
  const {
    title: assetTitle,
    type: resourceType,
    category,
  } = asset ?? { title: fileName, type: 'other', category: null };
  const file = { fileId, fileName, mediaType: mediaTypeOf(fileName), etag, size };
  return { assetId, assetTitle, resourceType, category, quality, ...file };
}

function namesOf({ state }: Download): readonly string[] {
  return [state.id, ...state.aliases];
}

/** A link of the store edition opens its download with its first byte; any other download is made before its link. */
function opens(report: ServedTransfer): report is Opening {
  return report.origin === 'store' && report.bytes > 0 && report.userId !== null && report.assetId !== null;
}
