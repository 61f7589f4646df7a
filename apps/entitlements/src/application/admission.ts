import { DEFAULT_QUALITY, DomainError, newGrantId, type Quality, SECOND, type Tier } from '@waybill/kernel';
import { type Asset, type Rendition, renditionFor } from '../domain/asset.js';
import { type Allowance, decide } from '../domain/decide.js';
import type { Grant, GrantOrigin } from './grants.js';
import type { PlaceClaim } from './places.js';
import { type Standing, UNKNOWN_ASSET } from './standings.js';

/** Who asks, through which edition. */
export interface Asking {
  readonly userId: string;
  readonly tier: Tier;
  readonly origin: GrantOrigin;
}

/** The file that a download is bound to already: its further links are for that one, whatever the asset offers now. */
export type BoundFile = Pick<Rendition, 'fileId' | 'fileName' | 'etag'>;

export interface Request {
  readonly downloadId: string;
  readonly assetId: string;
  /** null where nobody asked for one */
  readonly quality: Quality | null;
  readonly generation: number;
  readonly file?: BoundFile;
}

/** How long the link lives (null: none is issued), and the place before the download comes to life. */
export interface Terms {
  readonly linkSeconds: number | null;
  readonly leaseSeconds: number;
}

export interface Admitted {
  readonly request: Request;
  readonly asset: Asset;
  readonly quality: Quality;
  /** null where the asset is hosted elsewhere, or the download is bound to a file of its own */
  readonly rendition: Rendition | null;
  readonly allowance: Allowance;
  readonly grant: Grant | null;
  readonly place: PlaceClaim;
  readonly isContested: boolean;
}

export interface Refused {
  readonly request: Request;
  readonly refusal: DomainError;
}

export type Admission = Admitted | Refused;

export function isRefused(answer: object): answer is Refused {
  return 'refusal' in answer;
}

export function isAdmitted(admission: Admission): admission is Admitted {
  return !isRefused(admission);
}

/** Judges requests one after the other, so that each sees the places that the ones before it took. */
export class Judge {
  readonly #taken = new Map<string, number>();

  constructor(
    private readonly asking: Asking,
    private readonly standings: ReadonlyMap<string, Standing>,
    private readonly terms: Terms,
    private readonly now: Date,
  ) {}

  judge(request: Request): Admission {
    const standing = this.standings.get(request.assetId) ?? UNKNOWN_ASSET;
    const taken = this.#taken.get(request.assetId) ?? standing.taken;
    try {
      const admitted = this.#admit(request, standing, taken);
      this.#taken.set(request.assetId, admitted.allowance.used);
      return admitted;
    } catch (refusal) {
      if (refusal instanceof DomainError) return { request, refusal };
      throw refusal;
    }
  }

  #admit(request: Request, standing: Standing, taken: number): Admitted {
    const { asset, allowance } = this.#allow(request, standing, taken);
    const quality = request.quality ?? DEFAULT_QUALITY;
    const rendition = request.file === undefined ? renditionFor(asset, quality) : null;
    const file = request.file ?? rendition;
    const grant = file && this.#grant(request, quality, { mediaType: null, ...file });
    const place = this.#place(request, rendition?.size ?? 0);
    const { isContested } = standing;
    return { request, asset, quality, rendition, allowance, grant, place, isContested };
  }

  #allow({ downloadId }: Request, standing: Standing, taken: number) {
    const { asset, orders, subscription, own, isContested } = standing;
    const evidence = { token: this.asking.tier, recorded: subscription };
    const verdict = decide(asset, orders, evidence, { taken, own: own[downloadId] ?? 0 }, this.now);
    if (!verdict.allowed) throw isContested ? contested(verdict.refusal) : verdict.refusal;
    if (asset === null) throw new TypeError('An unknown asset was allowed');
    return { asset, allowance: verdict.allowance };
  }

  #grant(request: Request, quality: Quality, file: BoundFile & { mediaType: string | null }): Grant | null {
    const { linkSeconds } = this.terms;
    if (linkSeconds === null) return null;
    return {
      grantId: newGrantId(),
      userId: this.asking.userId,
      assetId: request.assetId,
      downloadId: request.downloadId,
      generation: request.generation,
      fileId: file.fileId,
      fileName: file.fileName,
      mediaType: file.mediaType,
      etag: file.etag,
      quality,
      origin: this.asking.origin,
      tier: this.asking.tier,
      issuedAt: this.now,
      expiresAt: this.#in(linkSeconds),
    };
  }

  #place({ downloadId, assetId, generation }: Request, size: number): PlaceClaim {
    const { userId } = this.asking;
    return { downloadId, userId, assetId, generation, size, leaseUntil: this.#in(this.terms.leaseSeconds) };
  }

  #in(seconds: number): Date {
    return new Date(this.now.getTime() + seconds * SECOND);
  }
}

/** Only where a place was missing could the other create be the reason. */
function contested(refusal: DomainError): DomainError {
  const { kind, code, message, details } = refusal;
  if (code !== 'DOWNLOAD_LIMIT_EXCEEDED') return refusal;
  return new DomainError(kind, code, message, { ...details, isContested: true });
}
