export interface Piece {
  readonly bytes: Buffer;
  /** False where it broke off, or there was none. */
  readonly isWhole: boolean;
}

const PATIENCE_MS = 20_000;

/** What really arrives of a range, also where the answer breaks off in the middle. */
export async function fetchPiece(link: string, range: string): Promise<Piece> {
  const chunks: Uint8Array[] = [];
  try {
    const answer = await fetch(link, { headers: { range }, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status !== 206 || answer.body === null) {
      await answer.body?.cancel();
      return { bytes: Buffer.alloc(0), isWhole: false };
    }
    const body: AsyncIterable<Uint8Array> = answer.body;
    for await (const chunk of body) chunks.push(chunk);
    return { bytes: Buffer.concat(chunks), isWhole: true };
  } catch (error) {
    // fetch's two ways to say that a connection failed, or took too long.
    if (error instanceof TypeError || error instanceof DOMException)
      return { bytes: Buffer.concat(chunks), isWhole: false };
    throw error;
  }
}
