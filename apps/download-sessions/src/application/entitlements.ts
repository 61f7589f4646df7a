import type { DomainError, Quality, RenditionQuality } from '@waybill/kernel';
import type { DownloadLink, Origin } from '../domain/download-state.js';
import type { Requester } from './requester.js';

/** What is asked of entitlements for one download. */
export interface DecisionRequest {
  readonly downloadId: string;
  readonly assetId: string;
  /** null where none was asked for */
  readonly quality: Quality | null;
  readonly generation: number;
}

/** Yes, with the facts of asset and file. A place is taken for the download, tentatively. */
export interface Decision {
  readonly assetId: string;
  readonly title: string;
  readonly type: string;
  readonly category: string | null;
  /** asked for, or the default */
  readonly quality: Quality;
  readonly rendition: {
    readonly quality: RenditionQuality;
    readonly fileId: string;
    readonly fileName: string;
    readonly mediaType: string;
    readonly size: number;
    readonly etag: string;
  } | null;
  readonly originalSizeBytes: number | null;
  /** sessions of this asset that the person may have; null is no limit */
  readonly limit: number | null;
  readonly link: DownloadLink | null;
  /** Another create of this asset by this person is under way. */
  readonly isContested: boolean;
}

/** A fresh link of a download that is there. */
export interface LinkRequest {
  readonly downloadId: string;
  readonly assetId: string;
  readonly fileId: string;
  readonly fileName: string;
  readonly etag: string;
  readonly quality: Quality | null;
  readonly generation: number;
  readonly origin: Origin;
}

/** The service that decides who may download what, and makes links. Refusals are DomainErrors with its codes. */
export abstract class Entitlements {
  abstract decide(requester: Requester, origin: Origin, request: DecisionRequest): Promise<Decision>;
  /** Each by itself, in order. */
  abstract decideAll(
    requester: Requester,
    origin: Origin,
    requests: readonly DecisionRequest[],
  ): Promise<readonly (Decision | DomainError)[]>;
  abstract link(requester: Requester, request: LinkRequest): Promise<DownloadLink>;
  /** Gives the place of a create that came to nothing back. */
  abstract giveBack(requester: Requester, downloadId: string): Promise<void>;
}
