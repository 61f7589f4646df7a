import { setTimeout as delay } from 'node:timers/promises';
import { NotReady } from '../embedded/health.ts';
import type { Component } from './components/component.ts';

/** Resolves when it answers; throws NotReady with its name after the time. */
export async function untilAnswers({ program, check }: Component, milliseconds: number): Promise<void> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new NotReady(`${program.name} (${String(error)})`);
    }
    await delay(50);
  }
}
