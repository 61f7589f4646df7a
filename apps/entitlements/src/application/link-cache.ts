/** A link as it was handed out. */
export interface GeneratedLink {
  readonly url: string;
  readonly grantId: string;
  readonly downloadId: string;
  readonly generation: number;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

export interface LinkMaker<T> {
  /** Whether what is kept may be handed out again. */
  isGood(link: GeneratedLink): Promise<boolean>;
  /** Makes another; what it does not want kept it answers without a link. */
  make(): Promise<T>;
  linkOf(made: T): GeneratedLink | null;
}

/** Keeps generated links for a while, and lets one of many concurrent askers make the next. */
export abstract class LinkCache {
  /** The link kept under `key`, where it is good; else what `make` makes, kept where it has a link. */
  abstract once<T>(key: string, maker: LinkMaker<T>): Promise<GeneratedLink | T>;
}
