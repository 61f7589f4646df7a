import { UNKNOWN_COUNTRY } from '../domain/download-state.js';

/** Tells a country from an address that was cut to its network; offline, at ingest. */
export abstract class CountryLookup {
  /** ISO 3166-1 alpha-2; `unknown` where the network is none, or the data does not tell. */
  abstract countryOf(network: string | null): string;
}

/** Where no data is configured. */
export class NoCountryLookup extends CountryLookup {
  override countryOf(): string {
    return UNKNOWN_COUNTRY;
  }
}
