/** Networks of documentation and of measurements (RFC 5737, RFC 2544), and where the stack of these tests believes they are. */
export const COUNTRIES = {
  '192.0.2.0/24': 'NO',
  '198.51.100.0/24': 'FR',
  '203.0.113.0/24': 'CN',
  '198.18.0.0/24': 'DE',
} as const;

/** Somebody in each of them. */
export const ADDRESSES = ['192.0.2.7', '198.51.100.7', '203.0.113.7', '198.18.0.7'] as const;
