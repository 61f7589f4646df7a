/** What somebody was given or made at some time. */
export interface Deed {
  readonly userId: string;
  readonly time: Date;
}

/**
 * Who was erased, without saying who: late news of an erased person's downloads, or a link that was handed out before, must
 * not bring the person's rows back. Somebody of the same id who comes anew begins anew.
 */
export abstract class Erasures {
  abstract record(userId: string, erasedAt: Date): Promise<void>;

  /** Whether something that the person was given or made at `time` was erased. */
  abstract cover(userId: string, time: Date): Promise<boolean>;

  /** The same of many deeds, in their order. */
  abstract coverEach(deeds: readonly Deed[]): Promise<readonly boolean[]>;

  /** @returns how many were dropped */
  abstract forgetBefore(time: Date): Promise<number>;
}
