import type { Quality } from '@waybill/kernel';
import type { Caller } from '@waybill/platform';

export interface FileAccess {
  /** A live download of that file, where the person has one. */
  readonly downloadId: string | null;
  readonly generation: number | null;
  readonly assetId: string | null;
  readonly quality: Quality | null;
}

/** Whether somebody without a ticket may have a file. */
export abstract class AccessDecisions {
  /** Throws what entitlements refuses with. */
  abstract ask(fileId: string, caller: Caller): Promise<FileAccess>;

  /** What was decided for this person no longer holds. */
  abstract forgetPerson(userId: string): void;
}
