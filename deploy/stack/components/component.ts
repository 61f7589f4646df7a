import type { Program } from '../../embedded/supervisor/watched.ts';

/** Something that the services need: a program to be kept running, and a way to tell that it answers. */
export interface Component {
  readonly program: Program;
  /** As clients write it. */
  readonly address: string;
  /** Throws while it does not answer. */
  readonly check: () => Promise<unknown>;
}
