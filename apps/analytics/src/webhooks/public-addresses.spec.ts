import { describe, expect, it } from '@jest/globals';
import { isPublicAddress, publicLookup, refusePrivateLiteral, type Resolve } from './public-addresses.js';

describe('isPublicAddress', () => {
  it.each([
    ['93.184.216.34', true],
    ['2606:2800:220:1:248:1893:25c8:1946', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::1', false],
    ['::', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::a00:1', false],
    ['localhost', false],
  ])('of %s is %s', (address, is) => expect(isPublicAddress(address)).toBe(is));
});

describe('refusePrivateLiteral', () => {
  it.each(['127.0.0.1', '[::1]', '[::ffff:7f00:1]'])('refuses %s', (host) =>
    expect(() => refusePrivateLiteral(host)).toThrow('not an address of the public internet'),
  );

  it.each(['example.org', '93.184.216.34'])('leaves %s to the look-up', (host) =>
    expect(() => refusePrivateLiteral(host)).not.toThrow(),
  );

  it('sees through the spellings that a URL takes', () => {
    for (const url of ['http://2130706433/', 'http://0x7f.1/', 'http://127.1/'])
      expect(() => refusePrivateLiteral(new URL(url).hostname)).toThrow();
  });
});

/** A name that says these addresses, one answer after the other. */
function saying(...answers: string[][]): Resolve {
  return (_hostname, _options, callback) =>
    callback(
      null,
      (answers.shift() ?? []).map((address) => ({ address, family: 4 })),
    );
}

const connectTo = (lookup: ReturnType<typeof publicLookup>) =>
  new Promise((resolve, reject) => {
    lookup('hooks.example', {}, (error, address) => (error === null ? resolve(address) : reject(error)));
  });

describe('the look-up of a connection', () => {
  it('judges what the name says at each connection, and gives what it judged', async () => {
    const lookup = publicLookup(saying(['93.184.216.34'], ['127.0.0.1'], ['93.184.216.34']));
    expect(await connectTo(lookup)).toBe('93.184.216.34');
    await expect(connectTo(lookup)).rejects.toThrow('hooks.example is not an address of the public internet');
    expect(await connectTo(lookup)).toBe('93.184.216.34');
  });

  it.each([[['93.184.216.34', '10.0.0.1']], [['::ffff:127.0.0.1']], [[]]])('refuses %j', async (answer) => {
    await expect(connectTo(publicLookup(saying(answer)))).rejects.toThrow();
  });
});
