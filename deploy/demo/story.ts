import type { StackDescription } from '../embedded/stack-file.ts';
import type { Person } from './person.ts';
import type { Receiver } from './receiver.ts';

export interface DemoFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/** Who and what the steps are about. */
export interface Story {
  readonly stack: StackDescription;
  readonly admin: Person;
  readonly buyer: Person;
  readonly file: DemoFile;
  readonly fileId: string;
  readonly assetId: string;
  readonly orderId: string;
  readonly receiver: Receiver;
  /** Becomes known on the way. */
  downloadId: string;
  link: string;
}

export interface Step {
  readonly title: string;
  run(story: Story): Promise<void>;
}

/**
 * A smaller file lies in socket buffers whole before anybody can cut it off: then the client asks for ranges that end
 * where the connection of a larger one would be cut.
 */
const LARGE_FILE = 96_000_000;

export const isLarge = ({ file }: Story) => file.size >= LARGE_FILE;
