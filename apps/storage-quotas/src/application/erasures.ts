/**
 * Who was erased, without saying who: late events of an erased person's downloads must not bring the account back. A
 * person of the same id who comes anew begins anew.
 */
export abstract class Erasures {
  abstract record(userId: string, erasedAt: Date): Promise<void>;

  /** Whether something that the person made at `time` was erased. */
  abstract cover(userId: string, time: Date): Promise<boolean>;

  /** @returns how many were dropped */
  abstract forgetBefore(time: Date): Promise<number>;
}
