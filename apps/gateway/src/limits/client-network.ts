import { isIPv4, isIPv6, SocketAddress } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The address cut to /24 or /48 (docs/internals.md): all that services and events get to know of where a client is. */
export function networkOf(address: string): string | null {
  return cut(address, 24, 48);
}

/** Whose budget a request without a token uses: the address, for IPv6 the /64 that a household has to itself. */
export function addressKey(address: string): string {
  return cut(address, 32, 64) ?? 'unknown';
}

function cut(address: string, v4Bits: number, v6Bits: number): string | null {
  const plain = MAPPED.exec(address)?.[1] ?? address.split('%')[0] ?? '';
  if (isIPv4(plain)) return `${masked4(plain, v4Bits)}/${v4Bits}`;
  if (isIPv6(plain)) return `${masked6(plain, v6Bits)}/${v6Bits}`;
  return null;
}

function masked4(address: string, bits: number): string {
  return address
    .split('.')
    .map((part, index) => (index * 8 < bits ? part : '0'))
    .join('.');
}

/** Bits are a multiple of 16. */
function masked6(address: string, bits: number): string {
  const kept = groupsOf(address).slice(0, bits / 16);
  return new SocketAddress({ address: `${kept.join(':')}::`, family: 'ipv6' }).address;
}

function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16).toString(16));
}
