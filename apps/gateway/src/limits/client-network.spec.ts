import { describe, expect, it } from '@jest/globals';
import { addressKey, networkOf } from './client-network.js';

describe('networkOf', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8::/48'],
    ['::1', '::/48'],
    ['fe80::1%eth0', 'fe80::/48'],
    ['rubbish', null],
    ['', null],
  ])('cuts %s to %s', (address, network) => expect(networkOf(address)).toBe(network));
});

describe('addressKey', () => {
  it.each([
    ['203.0.113.77', '203.0.113.77/32'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['rubbish', 'unknown'],
  ])('counts %s as %s', (address, key) => expect(addressKey(address)).toBe(key));
});
