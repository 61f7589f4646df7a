import type { Quality, Tier } from '@waybill/kernel';
import type { Claim } from '../domain/order.js';

/** The edition that asked. */
export type GrantOrigin = 'tasks' | 'offline' | 'store' | 'tracking' | 'files';

/** A permission to fetch one file, given at one moment, with an expiry. */
export interface Grant extends Claim {
  readonly grantId: string;
  readonly downloadId: string;
  readonly generation: number;
  readonly fileId: string;
  readonly fileName: string;
  readonly mediaType: string | null;
  readonly etag: string;
  readonly quality: Quality | null;
  readonly origin: GrantOrigin;
  readonly tier: Tier;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** A grant and what carries it. */
export interface CarriedGrant extends Grant {
  readonly carrier: string;
}

/** A download that nobody opened yet: its links are out, its first byte is not. */
export interface UnopenedDownload {
  readonly downloadId: string;
  readonly generation: number;
}

export interface FileWish extends Claim {
  readonly quality: Quality;
  readonly fileId: string;
}

/** The grants that were issued: what a refund revokes and a further link joins. */
export abstract class Grants {
  abstract add(grants: readonly CarriedGrant[]): Promise<void>;

  /** Revokes what is not expired; answers the ids of the downloads it was for. */
  abstract revokeOf(claim: Claim, now: Date): Promise<readonly string[]>;

  abstract revokeOfDownload(downloadId: string, now: Date): Promise<void>;

  abstract isRevoked(grantId: string): Promise<boolean>;

  /** The latest download that was granted for this wish and is known by its links only. */
  abstract unopened(wish: FileWish, now: Date): Promise<UnopenedDownload | null>;

  /** Drops what expired before `before`. Answers how many. */
  abstract prune(before: Date): Promise<number>;

  abstract forget(userId: string): Promise<void>;
}
