import { describe, expect, it } from '@jest/globals';
import { claimsLost, type Order } from './order.js';

const order = (status: string, change: Partial<Order> = {}): Order => ({
  id: 'o',
  userId: 'u',
  assetId: 'a',
  status,
  quantity: 1,
  price: null,
  orderedAt: new Date(0),
  changedAt: new Date(0),
  ...change,
});
const claim = { userId: 'u', assetId: 'a' };

describe('claimsLost', () => {
  it.each<[string | null, string, object[]]>([
    ['PAID', 'REFUNDED', [claim]],
    ['PAID', 'FAILED', [claim]],
    ['PAID', 'CHARGED_BACK', [claim]],
    ['PENDING', 'REFUNDED', [claim]],
    [null, 'REFUNDED', [claim]],
    ['PAID', 'PAID', []],
    ['PENDING', 'FAILED', []],
    [null, 'PAID', []],
  ])('%s to %s', (previous, current, lost) =>
    expect(claimsLost(previous === null ? null : order(previous), order(current))).toEqual(lost),
  );

  it('loses what a paid order was for when it moves', () => {
    expect(claimsLost(order('PAID'), order('PAID', { userId: 'v' }))).toEqual([claim]);
    expect(claimsLost(order('PENDING'), order('PAID', { assetId: 'b' }))).toEqual([]);
  });
});
