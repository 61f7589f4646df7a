import type { BodyPlan } from './body-transfer.js';

/** A body that a server in front sends in our place, which does not tell how far it got: handed over is delivered. */
export class RelayedBody {
  readonly ending = 'sent';
  readonly endedAt = Date.now();
  readonly isSettled = true;

  constructor(readonly body: BodyPlan) {}

  get handed(): number {
    return this.body.length;
  }

  acknowledged(): number {
    return this.body.length;
  }

  cut(): void {
    // It is over for us already.
  }

  release(): void {
    // Nothing is held.
  }
}
