const WIDTH = 40;
const REDRAW_MS = 100;

export function drawBar(share: number, width: number = WIDTH): string {
  const full = Math.round(Math.min(Math.max(share, 0), 1) * width);
  return `[${'█'.repeat(full)}${'·'.repeat(width - full)}] ${(share * 100).toFixed(1).padStart(5)} %`;
}

/** One line that is drawn over; where the output is no terminal, only its last state is written. */
export class ProgressBar {
  readonly #size: number;
  #drawn = 0;

  constructor(size: number) {
    this.#size = size;
  }

  show(received: number): void {
    if (!process.stdout.isTTY || Date.now() - this.#drawn < REDRAW_MS) return;
    this.#drawn = Date.now();
    process.stdout.write(`\r  ${drawBar(received / this.#size)}`);
  }

  end(received: number): void {
    process.stdout.write(`${process.stdout.isTTY ? '\r' : ''}  ${drawBar(received / this.#size)}\n`);
  }
}
