export interface Erasure {
  readonly pseudonym: string;
  readonly erasedAt: Date;
}

/** Known by digest only: nobody can read from it who it was. */
export interface ArchivedErasure extends Erasure {
  readonly digest: string;
}

/** Who was erased, known by digest only, so that late news of the time before finds the same pseudonym. */
export abstract class ErasedPeople {
  abstract add(userId: string, erasure: Erasure): Promise<void>;
  /** By person, the erasures that he had, earliest first. */
  abstract of(userIds: readonly string[]): Promise<ReadonlyMap<string, readonly Erasure[]>>;
  /** Those whose events may still lie in the archive under the person's own id. */
  abstract toForgetInArchive(): Promise<ArchivedErasure[]>;
  abstract forgottenInArchive(erasures: readonly ArchivedErasure[], now: Date): Promise<void>;
  /** Erasures that no late news and no archive can need any more. Returns how many. */
  abstract removeBefore(time: Date): Promise<number>;
}
