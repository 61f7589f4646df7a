import { appendFileSync } from 'node:fs';

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

/** Where `WAYBILL_RECORD_ANSWERS` names a file, each JSON answer becomes a line of it: the examples of the contracts. */
export function record(answer: Recorded): void {
  const file = process.env.WAYBILL_RECORD_ANSWERS;
  if (file === undefined || typeof answer.body !== 'object') return;
  appendFileSync(file, `${JSON.stringify(answer)}\n`);
}
