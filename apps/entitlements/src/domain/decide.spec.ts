import { describe, expect, it } from '@jest/globals';
import type { Asset } from './asset.js';
import { type Counters, decide, type Verdict } from './decide.js';
import type { Order } from './order.js';
import type { TierEvidence } from './subscription.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const earlier = new Date(NOW.getTime() - 1);
const later = new Date(NOW.getTime() + 1);

const asset = (change: Partial<Asset> = {}) => ({
  access: 'purchase' as const,
  maxDownloads: 10,
  removedAt: null,
  ...change,
});
const order = (status: string, quantity = 1): Pick<Order, 'status' | 'quantity'> => ({ status, quantity });
const free: TierEvidence = { token: 'free', recorded: null };
const none: Counters = { taken: 0, own: 0 };

const codeOf = (verdict: Verdict) => (verdict.allowed ? 'allowed' : verdict.refusal.code);
const textOf = (verdict: Verdict) => (verdict.allowed ? 'allowed' : verdict.refusal.message);

describe('decide: orders', () => {
  it.each<[string, string[], string, string]>([
    ['no order', [], 'NOT_PURCHASED', 'You do not have access to download this asset'],
    ['a pending one', ['PENDING'], 'ORDER_PENDING', 'Payment not confirmed yet'],
    ['a failed one', ['FAILED'], 'ORDER_FAILED', 'Payment failed. Please purchase again'],
    ['a refunded one', ['REFUNDED'], 'ORDER_REFUNDED', 'This order has been refunded'],
    ['an unknown one', ['ON_HOLD'], 'ORDER_INVALID', 'This order does not allow a download'],
    ['no status at all', [''], 'ORDER_INVALID', 'This order does not allow a download'],
    ['a paid one', ['PAID'], 'allowed', 'allowed'],
    ['a paid one in lower case', ['paid'], 'ORDER_INVALID', 'This order does not allow a download'],
    ['a refunded and a paid one', ['REFUNDED', 'PAID'], 'allowed', 'allowed'],
    ['a refunded and a pending one', ['REFUNDED', 'PENDING'], 'ORDER_PENDING', 'Payment not confirmed yet'],
    ['an unknown and a failed one', ['X', 'FAILED'], 'ORDER_FAILED', 'Payment failed. Please purchase again'],
    ['a refunded and an unknown one', ['X', 'REFUNDED'], 'ORDER_REFUNDED', 'This order has been refunded'],
  ])('with %s', (_case, statuses, code, text) => {
    const verdict = decide(
      asset(),
      statuses.map((status) => order(status)),
      free,
      none,
      NOW,
    );
    expect([codeOf(verdict), textOf(verdict)]).toEqual([code, text]);
  });

  it('names an unknown asset before anything else', () => {
    expect(textOf(decide(null, [order('PAID')], free, none, NOW))).toBe('Asset not found');
  });

  it('says that an asset was removed before it looks at orders and limits', () => {
    const removed = asset({ removedAt: earlier });
    const verdict = decide(removed, [], free, { taken: 99, own: 0 }, NOW);
    expect([codeOf(verdict), textOf(verdict)]).toEqual(['ASSET_REMOVED', 'This asset has been removed']);
  });

  it('looks at orders before limits', () => {
    expect(codeOf(decide(asset(), [], free, { taken: 99, own: 0 }, NOW))).toBe('NOT_PURCHASED');
  });
});

describe('decide: subscriptions', () => {
  it.each<[string, TierEvidence, string]>([
    ['free everywhere', free, 'SUBSCRIPTION_REQUIRED'],
    ['premium by token', { token: 'premium', recorded: null }, 'allowed'],
    ['family by token', { token: 'family', recorded: null }, 'allowed'],
    [
      'premium by billing, without end',
      { token: 'free', recorded: { tier: 'premium', validUntil: null } },
      'allowed',
    ],
    ['family until later', { token: 'free', recorded: { tier: 'family', validUntil: later } }, 'allowed'],
    [
      'premium until now',
      { token: 'free', recorded: { tier: 'premium', validUntil: NOW } },
      'SUBSCRIPTION_REQUIRED',
    ],
    [
      'premium until earlier',
      { token: 'free', recorded: { tier: 'premium', validUntil: earlier } },
      'SUBSCRIPTION_REQUIRED',
    ],
    [
      'free by billing',
      { token: 'free', recorded: { tier: 'free', validUntil: null } },
      'SUBSCRIPTION_REQUIRED',
    ],
  ])('%s', (_case, evidence, code) =>
    expect(codeOf(decide(asset({ access: 'subscription' }), [], evidence, none, NOW))).toBe(code),
  );

  it('an order does not open what is for subscribers', () => {
    expect(codeOf(decide(asset({ access: 'subscription' }), [order('PAID')], free, none, NOW))).toBe(
      'SUBSCRIPTION_REQUIRED',
    );
  });

  it('public asks for nothing', () => {
    expect(codeOf(decide(asset({ access: 'public' }), [], free, none, NOW))).toBe('allowed');
  });
});

describe('decide: places', () => {
  it.each<[string, number | null, string[], Counters, string | [number | null, number, number | null]]>([
    ['the first of ten', 10, ['PAID'], { taken: 0, own: 0 }, [10, 1, 9]],
    ['the last of ten', 10, ['PAID'], { taken: 9, own: 0 }, [10, 10, 0]],
    ['one too many', 10, ['PAID'], { taken: 10, own: 0 }, 'DOWNLOAD_LIMIT_EXCEEDED'],
    ['far too many', 1, ['PAID'], { taken: 5, own: 0 }, 'DOWNLOAD_LIMIT_EXCEEDED'],
    ['without a limit', null, ['PAID'], { taken: 1_000, own: 0 }, [null, 1_001, null]],
    ['its own place at the limit', 1, ['PAID'], { taken: 1, own: 1 }, [1, 1, 0]],
    ['its own two places fill the limit', 2, ['PAID'], { taken: 2, own: 2 }, [2, 2, 0]],
    ['its own further places pass the limit', 2, ['PAID'], { taken: 3, own: 3 }, 'DOWNLOAD_LIMIT_EXCEEDED'],
    ['two paid orders double it', 1, ['PAID', 'PAID'], { taken: 1, own: 0 }, [2, 2, 0]],
    ['an unpaid one adds nothing', 1, ['PAID', 'REFUNDED'], { taken: 1, own: 0 }, 'DOWNLOAD_LIMIT_EXCEEDED'],
  ])('%s', (_case, maxDownloads, statuses, counters, expected) => {
    const orders = statuses.map((status) => order(status));
    const verdict = decide(asset({ maxDownloads }), orders, free, counters, NOW);
    const found = verdict.allowed
      ? [verdict.allowance.limit, verdict.allowance.used, verdict.allowance.remaining]
      : verdict.refusal.code;
    expect(found).toEqual(expected);
  });

  it('multiplies by the quantity of each paid order', () => {
    const verdict = decide(
      asset({ maxDownloads: 2 }),
      [order('PAID', 3), order('PAID'), order('FAILED', 9)],
      free,
      none,
      NOW,
    );
    expect(verdict).toMatchObject({ allowance: { limit: 8 } });
  });

  it('does not multiply what is not sold', () => {
    const open = asset({ access: 'public', maxDownloads: 2 });
    expect(decide(open, [order('PAID', 3)], free, none, NOW)).toMatchObject({ allowance: { limit: 2 } });
  });

  it('says how many there are and how many were used', () => {
    const verdict = decide(asset({ maxDownloads: 1 }), [order('PAID')], free, { taken: 1, own: 0 }, NOW);
    expect(verdict).toMatchObject({
      refusal: { message: 'Maximum downloads exceeded', details: { limit: 1, used: 1 } },
    });
  });
});
