import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { MmdbCountryLookup } from '../src/countries/mmdb-country-lookup.js';
import { mmdbFile } from '@waybill/testing';

const folder = mkdtempSync(join(tmpdir(), 'analytics-countries-'));
const path = join(folder, 'countries.mmdb');
writeFileSync(path, mmdbFile({ '192.0.2.0/24': 'NO', '198.51.100.0/24': 'FR' }));
afterAll(() => rmSync(folder, { recursive: true }));

describe('countries out of an MMDB file', () => {
  const countries = new MmdbCountryLookup(path);

  it.each([
    ['192.0.2.0/24', 'NO'],
    ['192.0.2.0', 'NO'],
    ['198.51.100.0/24', 'FR'],
    ['203.0.113.0/24', 'unknown'],
    ['not a network', 'unknown'],
    ['', 'unknown'],
    [null, 'unknown'],
  ])('%s is in %s', (network, country) => expect(countries.countryOf(network)).toBe(country));

  it('do not start without the file that was configured', () => {
    expect(() => new MmdbCountryLookup(join(folder, 'missing.mmdb'))).toThrow('ENOENT');
  });
});
