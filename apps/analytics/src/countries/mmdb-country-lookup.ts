import { readFileSync } from 'node:fs';
import { type CountryResponse, Reader } from 'mmdb-lib';
import { CountryLookup } from '../application/country-lookup.js';
import { UNKNOWN_COUNTRY } from '../domain/download-state.js';

/** Countries out of an MMDB file (GeoLite2-Country and those of its form), held in memory. */
export class MmdbCountryLookup extends CountryLookup {
  readonly #reader: Reader<CountryResponse>;

  constructor(path: string) {
    super();
    this.#reader = new Reader<CountryResponse>(readFileSync(path));
  }

  override countryOf(network: string | null): string {
    const address = network?.split('/')[0] ?? '';
    return this.#find(address)?.country?.iso_code ?? UNKNOWN_COUNTRY;
  }

  /** The library throws for what is no address; that is no reason to refuse the event. */
  #find(address: string): CountryResponse | null {
    try {
      return this.#reader.get(address);
    } catch {
      return null;
    }
  }
}
