import type { Line } from './line.js';

/** Reads into pooled buffers and ordinary writes: for TLS, pipelined answers, other systems, sources elsewhere. */
export async function sendThroughPool(line: Line, start: number, end: number): Promise<void> {
  for await (const chunk of line.source.chunks(start, end, line.signal)) {
    for (let at = 0; at < chunk.length;) {
      const allowed = await line.allowed(chunk.length - at);
      await line.write(chunk.subarray(at, at + allowed));
      at += allowed;
    }
  }
}
