import { describe, expect, it } from '@jest/globals';
import { TIERS, type Tier } from '@waybill/kernel';
import { assertMayTake, openingTier, type Subscription, tierOf } from './promotion.js';

const now = new Date('2026-03-01T00:00:00.000Z');
const before = new Date('2026-02-01T00:00:00.000Z');

function subscribed(tier: Tier, validUntil: Date | null = null): Subscription {
  return { userId: 'u1', tier, validUntil, changedAt: before };
}

function may(wanted: Tier, tokenTier: Tier, subscription: Subscription | null, unlimited = false): boolean {
  try {
    assertMayTake(wanted, { tokenTier, subscription, unlimited }, now);
    return true;
  } catch {
    return false;
  }
}

describe('who may take which tier', () => {
  it.each([
    ['free', 'free', null, true],
    ['premium', 'free', null, false],
    ['premium', 'premium', null, true],
    ['family', 'premium', null, false],
    ['free', 'family', null, true],
    ['premium', 'free', subscribed('premium'), true],
    ['family', 'free', subscribed('premium'), false],
    ['premium', 'free', subscribed('premium', now), false],
    ['family', 'family', subscribed('free'), true],
  ] as const)('%s with a %s token', (wanted, tokenTier, subscription, allowed) => {
    expect(may(wanted, tokenTier, subscription)).toBe(allowed);
  });

  it('lets admin and service set any', () => {
    expect(TIERS.every((tier) => may(tier, 'free', null, true))).toBe(true);
  });

  it('refuses by the document’s text', () => {
    expect(() => {
      assertMayTake('premium', { tokenTier: 'free', subscription: null, unlimited: false }, now);
    }).toThrow('Premium subscription required');
  });
});

describe('the tier of a first use', () => {
  it.each([
    ['the token’s where no subscription is known', 'premium', null, 'premium'],
    ['the subscription’s where one is', 'free', subscribed('family'), 'family'],
    ['also where it is lower', 'premium', subscribed('free'), 'free'],
    ['the token’s where the subscription ran out', 'premium', subscribed('family', now), 'premium'],
  ] as const)('is %s', (_name, token, subscription, tier) => {
    expect(openingTier(token, subscription, now)).toBe(tier);
  });
});

describe('tierOf', () => {
  it('is free from the moment of the end on', () => {
    expect(tierOf(subscribed('premium', new Date(now.getTime() + 1)), now)).toBe('premium');
    expect(tierOf(subscribed('premium', now), now)).toBe('free');
  });
});
