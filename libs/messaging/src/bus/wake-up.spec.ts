import { describe, expect, it } from '@jest/globals';
import { WakeUp } from './wake-up.js';

describe('waking up', () => {
  it('is remembered while nobody waits, once', async () => {
    const wakeUp = new WakeUp();
    wakeUp.wake();
    wakeUp.wake();
    expect(await wakeUp.wait(60_000)).toBe(false);
    expect(await wakeUp.wait(1)).toBe(true);
  });

  it('ends a wait at once', async () => {
    const wakeUp = new WakeUp();
    const waiting = wakeUp.wait(60_000);
    wakeUp.wake();
    expect(await waiting).toBe(false);
  });
});
