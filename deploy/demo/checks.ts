import { setTimeout as delay } from 'node:timers/promises';
import { at, type Answer } from './person.ts';

/** A promise of Waybill that did not hold. */
class CheckFailed extends Error {}

export function check(what: string, holds: boolean, seen: unknown): void {
  if (!holds) throw new CheckFailed(`${what}: ${typeof seen === 'string' ? seen : JSON.stringify(seen)}`);
  console.log(`  ✓ ${what}`);
}

export function checkStatus(what: string, answer: Answer, status: number): void {
  check(what, answer.status === status, answer);
}

/** What an answer holds at a path, as text or a number; fails where there is nothing of that kind. */
export function textAt(answer: Answer, path: string): string {
  const value = at(answer, path);
  if (typeof value !== 'string') throw new CheckFailed(`${path} is no text in ${JSON.stringify(answer)}`);
  return value;
}

export function numberAt(answer: Answer, path: string): number {
  const value = at(answer, path);
  if (typeof value !== 'number') throw new CheckFailed(`${path} is no number in ${JSON.stringify(answer)}`);
  return value;
}

/** Events take a moment: asks until the answer is as it should be, or time is up; gives the last answer. */
export async function until(
  ask: () => Promise<Answer>,
  asItShouldBe: (answer: Answer) => boolean,
  milliseconds = 10_000,
): Promise<Answer> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (asItShouldBe(answer) || Date.now() > deadline) return answer;
    await delay(50);
  }
}
