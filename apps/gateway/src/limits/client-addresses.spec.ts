import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { ClientAddresses } from './client-addresses.js';

const at = (remoteAddress: string) => ({ remoteAddress }) as Socket;

describe('ClientAddresses', () => {
  it.each<[trust: boolean | string[], socket: string, forwardedFor: string | undefined, address: string]>([
    [false, '192.0.2.1', undefined, '192.0.2.1'],
    [false, '192.0.2.1', '198.51.100.7', '192.0.2.1'],
    [true, '192.0.2.1', undefined, '192.0.2.1'],
    [true, '192.0.2.1', '198.51.100.7, 203.0.113.5', '198.51.100.7'],
    [['192.0.2.0/24'], '192.0.2.1', '198.51.100.7, 203.0.113.5', '203.0.113.5'],
    [['192.0.2.0/24'], '192.0.2.1', '198.51.100.7, 192.0.2.9', '198.51.100.7'],
    [['192.0.2.0/24'], '203.0.113.5', '198.51.100.7', '203.0.113.5'],
  ])('trusting %j: from %s, said to be for %s, is %s', (trust, socket, forwardedFor, address) =>
    expect(new ClientAddresses(trust).of(at(socket), forwardedFor)).toBe(address),
  );
});
